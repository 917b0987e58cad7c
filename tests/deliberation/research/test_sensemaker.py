"""Jigsaw's programs read our files: their rules of reading, told again here from their source."""

import csv
import io
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.interchange.spreadsheet_cells import typed_text
from deliberation.research.sensemaker import (
    READ_AS_NOTHING,
    SensemakerStatement,
    as_texts,
    topic_cell,
    with_group_votes,
    with_votes,
)
from deliberation.results.tallies import PublicTallies, Tally

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from('=,"\r\n;:'),
    max_size=30,
)
TALLIES = st.builds(Tally, *[st.integers(0, 99)] * 3)


def read_by_the_library(text: str) -> list[dict]:
    """What `getCommentsFromCsv` of the TypeScript library makes of a file (commit a931668)."""
    header = text.split("\n")[0]
    groups = sorted(name.replace("-agree-count", "") for name in header.split(",") if "-agree-count" in name)

    def tally(row, *names):
        return tuple(math.nan if row.get(name) is None else float(row[name] or 0) for name in names)

    comments = []
    for row in csv.DictReader(io.StringIO(text, newline=""), strict=True):
        votes = (
            {
                group: tally(row, *(f"{group}-{vote}-count" for vote in ("agree", "disagree", "pass")))
                for group in groups
            }
            if groups
            else tally(row, "agrees", "disagrees", "passes")
        )
        topics = [part.split(":") for part in row["topics"].split(";")] if row["topics"] else []
        comments.append(
            {"id": row["comment-id"], "text": row["comment_text"], "votes": votes, "topics": topics}
        )
    return comments


def read_by_the_programs(text: str) -> dict[str, str]:
    """What `_convert_csv_rows_to_statements` in Python makes of a file (commit e2d3ec1)."""
    found: dict[str, str] = {}
    for row in csv.DictReader(io.StringIO(text, newline=""), strict=True):
        row = {name.lower(): cell for name, cell in row.items()}
        if not row["participant_id"] or not row["survey_text"] or row["survey_text"] in READ_AS_NOTHING:
            raise ValueError(row)
        found.setdefault(row["participant_id"], row["survey_text"])
    return found


def statement(number, text, topic="", everyone=None, groups=()):
    return SensemakerStatement(number, text, topic, PublicTallies(everyone, tuple(groups)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS.filter(bool), TEXTS, TALLIES, TALLIES, TALLIES), max_size=5))
def test_the_library_finds_every_text_and_count(rows):
    statements = [
        statement(number, text, topic, everyone, [first, second])
        for number, (text, topic, everyone, first, second) in enumerate(rows)
    ]
    together = read_by_the_library("".join(with_votes(statements)))
    apart = read_by_the_library("".join(with_group_votes(statements, "AB")))
    for read in (together, apart):
        assert [comment["id"] for comment in read] == [str(number) for number in range(len(rows))]
        assert [typed_text(comment["text"]) for comment in read] == [text for text, *_ in rows]
        assert all(len(comment["topics"]) <= 1 and len(sum(comment["topics"], [])) <= 1 for comment in read)
    for (_text, _topic, everyone, first, second), all_votes, by_group in zip(
        rows, together, apart, strict=True
    ):
        assert all_votes["votes"] == (everyone.agree, everyone.disagree, everyone.passed)
        assert by_group["votes"] == {
            "Group-A": (first.agree, first.disagree, first.passed),
            "Group-B": (second.agree, second.disagree, second.passed),
        }


def test_a_statement_whose_counts_are_held_back_is_left_out_and_never_told_as_zero():
    shown = statement(1, "Be honest.", everyone=Tally(10, 2, 1), groups=[Tally(10, 2, 1), None])
    hidden = statement(2, "Be kind.", groups=[None, None])
    assert [row["id"] for row in read_by_the_library("".join(with_votes([shown, hidden])))] == ["1"]
    assert read_by_the_library("".join(with_group_votes([shown, hidden], "AB"))) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS | st.sampled_from(sorted(READ_AS_NOTHING)), max_size=5))
def test_the_programs_in_python_find_every_text(texts):
    statements = [statement(number, text) for number, text in enumerate(texts)]
    read = read_by_the_programs("".join(as_texts(statements)))
    assert {name: typed_text(text).removesuffix(" ") for name, text in read.items()} == {
        f"statement-{number}": text.removesuffix(" ") for number, text in enumerate(texts) if text
    }


def test_a_topic_keeps_its_words_and_loses_the_signs_that_divide_topics():
    assert topic_cell("health: doctors; nurses") == "health doctors nurses"
