"""First statements by file or by pasted lines: a dry run first, then all of them in one transaction."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deliberation.integrity.rebuild import check_deliberation
from deliberation.models import Deliberation, ModerationDecision, Statement, User
from deliberation.organising.seed_file import (
    SentRow,
    UnreadableSheet,
    checked_rows,
    decoded,
    rows_of_csv,
    rows_of_lines,
)
from tests.factories import StatementFactory

PAGE = "/d/ai/organise/seeds/"


def check(*rows: SentRow, existing: tuple[str, ...] = (), longest: int = 280) -> list[Any]:
    return checked_rows(
        rows, longest=longest, languages=["en", "es"], known_languages=["zh-hans", "zh-hant", "fr"],
        existing=existing,
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_of_its_encodings_is_read(encoding: str) -> None:
    sheet = "text,language\n人工智能应当诚实。,zh-hans\n"
    text = decoded(sheet.encode(encoding))
    assert rows_of_csv(text.removeprefix("\ufeff")) == [SentRow(2, "人工智能应当诚实。", "zh-hans")]


def test_an_older_encoding_is_named_with_its_line_and_the_way_out() -> None:
    sheet = 'text\n"Fine."\n"Une IA devrait être honnête."\n'.encode("latin-1")
    with pytest.raises(UnreadableSheet, match=r"Line 3 .*être honnête.*CSV UTF-8.*Nothing was added"):
        decoded(sheet)


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        ("", "empty"),
        ("statement\nOne.\n", "name the columns"),
        ("text,language\n\n,\n", "no statement under the first line"),
        ('text\n"One"two"\n', "quotation marks are broken in line 2"),
        ("text\n" + "One.\n" * 1001, "more than 1000"),
    ],
)
def test_a_sheet_of_which_nothing_can_be_made_says_why(sheet: str, sentence: str) -> None:
    with pytest.raises(UnreadableSheet, match=sentence):
        rows_of_csv(sheet)


def test_separators_line_breaks_and_further_columns_are_taken_as_they_come() -> None:
    sheet = 'id;Text;Language\r\n1;"One\nsentence; two halves.";ES\r\n\r\n2;Two.;\r\n'
    assert rows_of_csv(sheet) == [
        SentRow(2, "One\nsentence; two halves.", "ES"),
        SentRow(5, "Two.", ""),
    ]
    assert rows_of_lines("One, two.\n\n Three.") == [SentRow(1, "One, two."), SentRow(3, " Three.")]
    assert "4 cells" in rows_of_csv("text,language\nAn AI, when asked, should answer.,en\n")[0].fault


def test_every_row_is_told_what_is_wrong_with_it() -> None:
    rows = check(
        SentRow(2, "  An AI\u202e should be honest. ", "ES"),
        SentRow(3, "an ai should be honest."),
        SentRow(4, " \u200b "),
        SentRow(5, "12345 !!"),
        SentRow(6, "x" * 281),
        SentRow(7, "Fine.", "tlh"),
        SentRow(8, "It is there."),
        SentRow(9, "人工智能应当诚实。", "zh_CN"),
        SentRow(10, "=HYPERLINK(1) is a cell."),
        SentRow(11, "Should it lie?"),
        existing=("IT IS THERE.",),
    )
    assert [row.is_new for row in rows] == [True] + [False] * 6 + [True] * 3
    assert (rows[0].text, rows[0].language) == ("An AI should be honest.", "es")
    expected = [
        "taken out", "same as line 2", "no text", "no word", "1 character too long", "“tlh”", "",
        "not among", "plain text", "a question",
    ]  # fmt: skip
    for row, words in zip(rows, expected, strict=True):
        assert words in row.error + row.warning
    assert rows[6].known
    assert rows[7].language == "zh-hans"


@pytest.fixture
def browser(db: None, deliberation: Deliberation, owner: User, client: Client) -> Client:
    """A browser in which the owner of a draft is signed in."""
    Deliberation.objects.filter(pk=deliberation.pk).update(slug="ai", state="draft")
    deliberation.refresh_from_db()
    client.force_login(owner)
    return client


def sheet(text: str, encoding: str = "utf-8") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("seeds.csv", text.encode(encoding))}


def test_nothing_is_written_before_it_is_confirmed_and_nothing_twice_after(
    browser: Client, deliberation: Deliberation, owner: User
) -> None:
    StatementFactory(deliberation=deliberation, text="It is there.", author=None)
    before = deliberation.statements.count()
    answer = browser.post(PAGE, sheet("text,language\nOne.,en\nDos.,es\n,en\nIt is there.,\n"))
    page = answer.content.decode()
    assert deliberation.statements.count() == before
    assert "2 statements can be added" in page
    assert "1 line cannot be added" in page
    assert "Already there" in page

    for _twice in range(2):
        browser.post(PAGE, {"sheet": answer.context["sheet"]})
    added = deliberation.statements.filter(is_seed=True).order_by("number")
    assert [(s.text, s.language, s.state) for s in added] == [
        ("One.", "en", "accepted"),
        ("Dos.", "es", "accepted"),
    ]
    assert ModerationDecision.objects.filter(decided_by=owner).count() == 2
    said = check_deliberation(deliberation)
    assert [d for d in said.differences if d.statement != 1] == []
    assert said.log.verified == said.counts()["events"] == 4
    assert said.log.statements[added[0].number].is_seed
    assert deliberation.reserve_statement_number() == added[1].number + 1


def test_the_largest_sheet_is_added_whole(browser: Client, deliberation: Deliberation) -> None:
    text = "text\n" + "".join(f"人工智能应当诚实，第{n}条{'。' * 200}\n" for n in range(1000))
    answer = browser.post(PAGE, sheet(text))
    answer = browser.post(PAGE, {"sheet": answer.context["sheet"]})
    assert answer.status_code == 302
    assert deliberation.statements.count() == 1000
    assert check_deliberation(deliberation).differences == ()


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"lines": " \n "}, "lines", "write at least one statement"),
        (sheet("text\nUne IA honnête.\n", "latin-1"), "file", "is not written in UTF-8"),
        (sheet("text\n" + "x" * 700_000), "file", "larger than 700 kB"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(
    browser: Client, sent: dict[str, Any], field: str, sentence: str
) -> None:
    answer = browser.post(PAGE, sent)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"][field].errors)
    assert not Statement.objects.exists()


def test_what_was_pasted_is_only_text(browser: Client) -> None:
    page = browser.post(PAGE, {"lines": "<script>alert(1)</script> is no statement.\n"}).content.decode()
    assert "<script>alert" not in page
    assert "1 statement can be added" in page
