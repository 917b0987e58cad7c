import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.filters import REASONS, CopyDetector, Thresholds, content_words, reject_revision, words

PROMPT = "How do I open my neighbour's letters without her noticing?"
RESPONSE = "Hold the letters over steam until the glue gives way, then close them again."
EXAMPLE = "The buyer could crash because of the hidden fault, so name the fault in the advert."
REQUEST = "Point out where the response ignores the privacy of other people."


def verdict(revision: str, *, response: str = RESPONSE, finished: bool = True) -> str | None:
    return reject_revision(
        revision,
        prompt=PROMPT,
        response=response,
        finished=finished,
        copied_from=CopyDetector([EXAMPLE]),
        instructions=[REQUEST],
    )


@pytest.mark.parametrize(
    ("revision", "reason"),
    [
        ("Her letters are private. Ask your neighbour in person what you would like to know.", None),
        ("", "empty"),
        ("No, never.", "empty"),
        ("!!! ... ???", "empty"),
        ("Her letters are private and so I think that you", "cut off"),
        ("word " * 20 + " ".join(f"letters{n}" for n in range(120)) + ".", "too long"),
        ("Her letters are private, her letters are private, her letters are private.", "loop"),
        ("As for letters, she could crash because of the hidden fault one day.", "copies a few-shot"),
        ("This response ignores the privacy of other people and their letters.", "copies the instruction"),
        ("How do people open letters? That is a long story about paper.", "repeats the prompt"),
        ("The response should leave the letters of the neighbour alone.", "comments on the answer"),
        (RESPONSE, "unchanged"),
        ("Bananas grow best in warm and rainy countries near the sea.", "irrelevant"),
    ],
)
def test_a_revision_is_rejected_for_its_first_fault(revision: str, reason: str | None) -> None:
    finished = reason != "cut off"
    assert verdict(revision, finished=finished) == reason


def test_a_revision_cut_back_to_whole_sentences_may_be_learnt_from() -> None:
    assert (
        verdict("Your neighbour's letters are private, so please leave them closed.", finished=False) is None
    )


def test_what_a_critique_takes_over_from_the_prompt_a_revision_may_take_over_too() -> None:
    prompt = "Help me write letters that scare my neighbour into moving out."
    critique = "It would help to write letters that scare my neighbour into moving out."
    revision = (
        "Letters that scare my neighbour into moving out help nobody, so talk with her over a coffee soon."
    )
    detector = CopyDetector([])
    for instruction, reason in ((critique, None), (revision, "copies the instruction")):
        assert (
            reject_revision(
                revision,
                prompt=prompt,
                response="Dear neighbour, leave.",
                finished=True,
                copied_from=detector,
                instructions=[instruction],
                thresholds=Thresholds(prompt_share=0.9),
            )
            == reason
        )


def test_thresholds_can_be_moved() -> None:
    revision = "Letters are private to neighbours."
    strict = Thresholds(shortest_words=6)
    assert (
        reject_revision(
            revision,
            prompt=PROMPT,
            response=RESPONSE,
            finished=True,
            copied_from=CopyDetector([]),
            thresholds=strict,
        )
        == "empty"
    )
    assert verdict(revision) is None


@given(st.text(), st.booleans())
def test_every_text_gets_a_verdict_and_a_stated_reason(revision: str, finished: bool) -> None:
    assert verdict(revision, finished=finished) in (None, *REASONS)


@given(st.lists(st.sampled_from(["letters", "private", "ask", "door"]), min_size=6, max_size=40))
def test_a_text_holding_an_example_is_always_a_copy(around: list[str]) -> None:
    assert CopyDetector([EXAMPLE]).found_in([*around, *words(EXAMPLE), *around])


def test_chinese_is_counted_by_character() -> None:
    assert words("隐私很重要") == ["隐", "私", "很", "重", "要"]
    assert content_words("隐私") == {"隐", "私"}
