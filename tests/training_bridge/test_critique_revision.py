import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.constitutions import canonical_constitution
from training_bridge.critique_revision import (
    SEPARATOR,
    TURNS,
    critique_prompt,
    few_shot_prefix,
    finds_no_fault,
    one_turn,
    revision_prompt,
    template_hash,
    whole_sentences,
)
from training_bridge.principles import Principle, read_constitution
from training_bridge.prompts import load_few_shots

PRINCIPLES = read_constitution(canonical_constitution()).principles
HOSTILE = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [*(f"{name}:" for name in TURNS), SEPARATOR, "\n", "\r\n", "\u2028", "\x85", "：", " "]
        )
    ).map("".join),
)


def turns_of(transcript: str) -> list[str]:
    """Read a transcript as a model that follows its form would."""
    return [line.split(":")[0] for line in transcript.splitlines()]


def principle(critique_request: str, revision_request: str) -> Principle:
    return Principle("p01", "text", critique_request, revision_request, (1,), "0" * 64)


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_text_changes_number_or_order_of_turns(
    prompt: str, response: str, critique_request: str, critique: str, revision_request: str
) -> None:
    drawn = principle(critique_request, revision_request)
    assert turns_of(critique_prompt("", prompt, response, drawn)) == list(TURNS[:4])
    transcript = revision_prompt("", prompt, response, drawn, critique)
    assert turns_of(transcript) == list(TURNS)
    for line in transcript.splitlines():
        said = line.split(":", 1)[1]
        assert SEPARATOR not in said
        assert not any(f"{name}:".lower() in said.lower() for name in TURNS)


def test_a_transcript_ends_where_the_model_goes_on() -> None:
    assert critique_prompt("", "Hi", "Hello.", PRINCIPLES[0]).endswith("\nCritique:")
    assert revision_prompt("", "Hi", "Hello.", PRINCIPLES[0], "Too short.").endswith("\nRevision:")


def test_examples_are_whole_transcripts_closed_by_a_separator_line() -> None:
    shots = load_few_shots()
    prefix = few_shot_prefix(shots)
    assert prefix.endswith(f"\n{SEPARATOR}\n")
    assert turns_of(prefix) == [*TURNS, SEPARATOR] * len(shots)


def test_an_ordinary_text_is_left_as_it_is() -> None:
    text = "Human rights matter; see note 2: the critique was fair (e.g. 10 %)."
    assert one_turn(text) == text


def test_the_template_hash_names_the_examples() -> None:
    shots = load_few_shots()
    assert template_hash(shots) == template_hash(shots)
    assert template_hash(shots) != template_hash(shots[1:])


@pytest.mark.parametrize(
    ("text", "finished", "kept"),
    [
        ("One. Two. Thr", False, "One. Two."),
        ("One. Two. Thr", True, "One. Two. Thr"),
        ('He said "no." And th', False, 'He said "no."'),
        ("no end at all", False, "no end at all"),
        ("好的。然后", False, "好的。"),
        ("It costs 3.5 euros and", False, "It costs 3.5 euros and"),
    ],
)
def test_a_text_that_was_cut_off_ends_with_its_last_whole_sentence(
    text: str, finished: bool, kept: str
) -> None:
    assert whole_sentences(text, finished=finished) == kept


@pytest.mark.parametrize(
    ("critique", "found"),
    [
        ("The answer is correct, useful and fair. Nothing needs to change.", True),
        ("No change is needed.", True),
        ("It is fine: no changes needed", True),
        ("Such advice needs no revision.", True),
        ("回答准确，无需修改。", True),
        ("It is rude and needs to change.", False),
        ("Nothing in it is true.", False),
        ("It says that nothing is wrong, which misleads the buyer.", False),
        ("", False),
    ],
)
def test_a_critique_that_finds_no_fault_is_known_by_a_rule(critique: str, found: bool) -> None:
    assert finds_no_fault(critique) is found


def test_the_examples_without_fault_are_known_by_that_rule_and_the_others_are_not() -> None:
    for shot in load_few_shots():
        assert finds_no_fault(shot.critique) is (shot.kind == "no-change")
