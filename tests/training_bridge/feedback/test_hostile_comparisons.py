"""What a judge's own tokenizer makes of hostile texts: the same structure as of harmless ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training_bridge.chat_formats import FORMATS, ChatFormat, tokenizer_of
from training_bridge.feedback.transcripts import (
    asking_for_choice,
    judging_prefix,
    load_judge_shots,
    question,
)
from training_bridge.inert_messages import InertText

EXAMPLES = judging_prefix(load_judge_shots()[:2], reasons=True)
PIECES = [
    *(mark for chat in FORMATS for mark in (*chat.control, *chat.words)),
    *(
        "Human:",
        "A:",
        "B:",
        "Response A",
        "(B)",
        "Reasons:",
        "###",
        "\n",
        "\r",
        "\u2028",
        " ",
        "x",
        "｜",
        "＜",
    ),
]
HOSTILE = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


def asked(principle: str, prompt: str, first: str, second: str, reasons: str) -> str:
    return asking_for_choice(EXAMPLES, question(principle, prompt, first, second), reasons)


def beginnings(text: str) -> list[str]:
    """Give what each line begins with; the line of the principle is free."""
    lines = text.splitlines()
    return [line.split(":")[0] for line in lines[:-3]] + [lines[-2].split(":")[0], lines[-1]]


@pytest.mark.parametrize("chat", FORMATS, ids=lambda chat: chat.name)
def test_no_text_brings_a_control_token_or_a_turn_into_a_comparison(chat: ChatFormat) -> None:
    tokenizer = tokenizer_of(chat)
    text = InertText(tokenizer)
    control = {number for number, token in tokenizer.added_tokens_decoder.items() if token.content.strip()}
    plain = beginnings(asked("Choose.", "Why?", "So.", "Thus.", "Plain."))

    @settings(max_examples=60, deadline=None)
    @given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    def nothing_changes(principle: str, prompt: str, first: str, second: str, reasons: str) -> None:
        written = asked(principle, prompt, first, second, reasons)
        assert written.startswith(EXAMPLES)
        assert beginnings(written) == plain
        tokens = tokenizer(text.passage(written), add_special_tokens=False)["input_ids"]
        assert control.isdisjoint(tokens)

    nothing_changes()
