"""The votes of 2023 by this platform's method, and beside the published principles."""

from dataclasses import replace

import pytest

from constitution.reproduction import CcaiFiles, read_ccai
from constitution.reproduction.against_published import NO_LIKE, hold_against_published
from constitution.reproduction.cleaning import clean
from constitution.reproduction.labellings import Labelling
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
    (found,) = draft(files, clean(files).votes, 75)
    return found


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
    keep = [int(number) in few for number in votes.statement_ids]
    small = replace(files, texts=few, principles=invented)
    (drafted,) = draft(small, votes.select(statements=keep), 5)
    labelling = Labelling.of(votes.select(statements=keep), clean(files).returned_groups)
    against = hold_against_published(drafted, drafted, small, labelling, labelling)
    assert drafted.statements == (HARMLESS,)
    assert against.matched == against.ceiling == 1
    assert {missing.number: missing.why for missing in against.missing}[3] == NO_LIKE
    assert {missing.number: missing.statement for missing in against.missing}[2] == 17
    assert against.matched + against.partly + len(against.missing) == 3
