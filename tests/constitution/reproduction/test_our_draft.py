"""The votes of 2023 by this platform's method, and beside the published principles."""

from dataclasses import replace

import pytest

from constitution.comparing import compare
from constitution.reproduction import CcaiFiles, read_ccai
from constitution.reproduction.against_published import DRAFTED, AgainstPublished, hold_against_published
from constitution.reproduction.cleaning import clean
from constitution.reproduction.our_draft import OurDraft, draft
from deliberation.semantics.encoders import EncoderUnavailable
from tests.shared_data import shared_data

DIVIDED = {14, 15, 17}
HARMLESS = 274


@pytest.fixture(scope="module")
def files() -> CcaiFiles:
    return read_ccai(shared_data("ccai"))


@pytest.fixture(scope="module")
def ours(files: CcaiFiles) -> OurDraft:
    return draft(files, clean(files).votes)


def test_it_drafts_as_many_principles_as_were_published(ours: OurDraft) -> None:
    assert len(ours.texts) == len(set(ours.statements)) == 75
    assert all(text.startswith("Choose the response that") for text in ours.texts)


def test_what_divides_people_never_enters_it_and_stands_where_they_do_not_agree(ours: OurDraft) -> None:
    assert set(ours.contested) >= DIVIDED
    assert not set(ours.statements) & DIVIDED
    assert {ours.reason(statement) for statement in DIVIDED} == {"divided"}


def test_nobody_who_agrees_on_something_gets_less_than_their_share(ours: OurDraft) -> None:
    assert ours.outcome.representation is not None and ours.outcome.representation.ok


def test_every_statement_is_a_principle_or_has_a_reason(ours: OurDraft) -> None:
    every = set(ours.analysis.statement_ids.tolist())
    assert set(ours.statements) | {one.number for one in ours.selection.not_selected} == every
    assert ours.reason(HARMLESS) == ""


def not_installed(name: str) -> None:
    raise EncoderUnavailable(name)


def test_missing_principles_are_told_with_the_reason_and_those_in_common_are_matched(
    files: CcaiFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On three invented principles and two statements, by words alone: loading encoders takes long."""
    monkeypatch.setattr("constitution.comparing.vectors.load_encoder", not_installed)
    few = {HARMLESS: "The AI should not be dangerous or hateful.", 17: "Put the common good over liberty."}
    invented = (
        "Choose the response that is least dangerous or hateful.",
        "Choose the response that most puts the common good over liberty.",
        "Choose the response that names the capital of a country most often.",
    )
    votes = clean(files).votes
    kept = votes.select(statements=[int(number) in few for number in votes.statement_ids])
    small = replace(files, texts=few, principles=invented)
    drafted = draft(small, kept, 5)
    against = hold_against_published(drafted, small)
    assert drafted.statements == (HARMLESS,)
    assert against.matched == 1
    assert against.sources == {1: HARMLESS, 2: 17}
    assert against.fates == {1: DRAFTED, 2: "divided"}
    assert against.theirs_alone == (2, 3)
    assert against.sources_among(frozenset({17})) == 1
    assert against.in_order_of({HARMLESS: 0.9, 17: 0.3}) == 2
    assert against.in_order_of({HARMLESS: 0.3, 17: 0.9}) == 1


@pytest.mark.parametrize(
    ("scores", "longest"),
    [([], 0), ([5.0], 1), ([3, 3, 3], 3), ([1, 2, 3], 1), ([9, 7, 8, 6, 1, 2], 4), ([5, 9, 4, 8, 3, 7], 3)],
)
def test_the_longest_descent_is_found(scores: list[float], longest: int) -> None:
    sources = dict(enumerate(range(len(scores)), start=1))
    against = AgainstPublished(compare([], []), (), (), sources, {})
    assert against.in_order_of(dict(enumerate(scores))) == longest
