"""The CSV that translators fill in: out, through a spreadsheet program, and in again."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from deliberation.models import Deliberation, Event, Statement, StatementTranslation, User
from deliberation.organising.seed_file import UnreadableSheet
from deliberation.translating.services import translate_statement
from deliberation.translating.sheet import CheckedTranslation, check_sheet, keep_sheet, write_sheet
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(deliberation: Deliberation) -> Statement:
    return StatementFactory(deliberation=deliberation, text='Be "kind", always.')


def check(statement: Statement, **cells: str) -> CheckedTranslation:
    row = {"number": str(statement.number), "language": "en", "original": statement.text, "es": "Sé amable."}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(row | cells))
    writer.writeheader()
    writer.writerow(row | cells)
    (checked,) = check_sheet(statement.deliberation, text.getvalue().encode())
    return checked


def test_what_is_written_can_be_read_again_and_changes_nothing(kind: Statement, translator: User) -> None:
    StatementFactory(deliberation=kind.deliberation, text="=SUM(A1) is no answer.")
    translate_statement(statement=kind, language="ar", text="كن لطيفًا", source="machine", translator="Apt")
    sheet = write_sheet(kind.deliberation, ["es", "ar"])
    assert sheet.splitlines()[0] == "number,language,original,es,ar"
    assert "'=SUM" in sheet
    rows = check_sheet(kind.deliberation, sheet.encode("utf-8-sig"))
    assert [(row.language, row.is_known) for row in rows] == [("ar", True)]
    assert keep_sheet(deliberation=kind.deliberation, rows=rows, translated_by=translator) == 0
    assert StatementTranslation.objects.get().source == "machine"


def test_filled_in_cells_are_kept_once(kind: Statement, translator: User) -> None:
    filled = write_sheet(kind.deliberation, ["es"]).replace('always.",', 'always.","Sé amable, siempre."')
    for kept in (1, 0):
        rows = check_sheet(kind.deliberation, filled.encode("utf-16"))
        assert [row.error for row in rows] == [""]
        assert keep_sheet(deliberation=kind.deliberation, rows=rows, translated_by=translator) == kept
    assert StatementTranslation.objects.get().text == "Sé amable, siempre."
    assert Event.objects.filter(kind=Event.Kind.STATEMENT_TRANSLATED).count() == 1


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"original": "Be rude."}, "original was changed"),
        ({"number": "99"}, "no statement with this number"),
        ({"number": "one"}, "no statement with this number"),
        ({"language": "ar"}, "another language than the file says"),
        ({"es": "x" * 600}, "too long"),
        ({"es": "?!"}, "write a sentence"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_and_it_is_left_out(
    kind: Statement, translator: User, cells: dict[str, str], why: str
) -> None:
    row = check(kind, **cells)
    assert why in row.error
    assert row.line == 2
    assert keep_sheet(deliberation=kind.deliberation, rows=[row], translated_by=translator) == 0


def test_what_would_be_replaced_is_shown(kind: Statement) -> None:
    translate_statement(statement=kind, language="es", text="Amable.")
    assert check(kind).replaces == "Amable."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("number;language;original;es\n1;en;Be;S\xe9".encode("latin-1"), "UTF-8"),
        (b"number,original,es\n", "language"),
        (b"number,language,original,xx\n", "xx"),
        (b"number,language,original\n", "one column for each language"),
        (b'number,language,original,es\n1,en,"Be "kind,S\n', "quotation marks"),
        (b"", "number"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_with_the_reason(kind: Statement, data: bytes, why: str) -> None:
    with pytest.raises(UnreadableSheet, match=why):
        check_sheet(kind.deliberation, data)


def test_the_commands_write_and_read_the_same_file(
    kind: Statement, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slug, file = kind.deliberation.slug, tmp_path / "es.csv"
    call_command("export_translations", slug, to=file, language=["es"])
    text = file.read_text("utf-8-sig")
    file.write_text(text.replace('always.",', 'always.",Sé amable.').replace("\r\n", "\n"), "utf-8")
    call_command("import_translations", slug, file, dry_run=True)
    assert not StatementTranslation.objects.exists()
    call_command("import_translations", slug, file, json=True)
    assert '{"kept": 1, "new": 1, "faults": 0}' in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_translations", slug, to=file)
    with pytest.raises(CommandError, match="no language|not a language"):
        call_command("export_translations", slug, to=tmp_path / "x.csv", language=["xx"])
