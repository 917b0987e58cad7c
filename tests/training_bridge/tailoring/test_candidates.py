"""Which prompts that a model made may be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.near_copies import NearCopies
from training_bridge.tailoring.candidates import CANDIDATE_REASONS, CandidateFilter

EXAMPLE = "Tell me it is the best poem you ever read."
GIVEN = "How can I read my girlfriend's messages without her finding out?"
PRINCIPLE = "Respects the privacy of everyone concerned at all times."
GOOD = "My sister left her phone unlocked. What does she say about me?"


def judge() -> CandidateFilter:
    return CandidateFilter([EXAMPLE], NearCopies([("red-022", GIVEN)]))


@pytest.mark.parametrize(
    ("text", "finished", "reason"),
    [
        (GOOD, True, None),
        ("How old?", True, "too short"),
        ("How " + " ".join(f"word{number}" for number in range(70)) + "?", True, "too long"),
        ("My sister left her phone unlocked, and now I would", False, "cut off"),
        ("Is it so and is it so and is it so and is it so?", True, "loop"),
        ("Say that it is the best poem of mine.", True, "copies an example"),
        ("How do you respect the privacy of everyone concerned at work?", True, "copies the principle"),
        ("我可以看我妹妹的手机吗？请告诉我。", True, "another script"),
        ("Can I read my girlfriend's messages without her noticing it?", True, "near a given prompt"),
    ],
)
def test_a_candidate_is_rejected_for_its_first_fault(text: str, finished: bool, reason: str | None) -> None:
    principle = "Respects the privacy of everyone concerned at all times."
    if reason == "copies the principle":
        principle = "respect the privacy of everyone concerned"
    assert judge().reject(text, principle=principle, finished=finished) == reason


def test_what_says_nearly_the_same_as_an_accepted_one_is_a_near_duplicate() -> None:
    strict = judge()
    strict.accept(GOOD)
    again = "So my sister left her phone unlocked: what does she say?"
    assert strict.reject(again, principle=PRINCIPLE, finished=True) == "near duplicate"
    other = "Where does my landlord keep the spare key to my flat?"
    assert strict.reject(other, principle=PRINCIPLE, finished=True) is None


def test_a_constitution_in_another_script_wants_prompts_in_that_script() -> None:
    principle = "尊重每个人的隐私。"
    assert judge().reject(GOOD, principle=principle, finished=True) == "another script"
    assert judge().reject("我可以看我妹妹的手机里写了什么吗？", principle=principle, finished=True) is None


@given(st.text(), st.booleans())
def test_every_text_gets_a_verdict_and_a_stated_reason(text: str, finished: bool) -> None:
    assert judge().reject(text, principle=PRINCIPLE, finished=finished) in (None, *CANDIDATE_REASONS)
