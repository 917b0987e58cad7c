"""A template that loses the conversation is found before anything is generated with it."""

import copy
from pathlib import Path

import pytest

from tests.training_bridge.chat_formats import FORMATS, ChatFormat, tokenizer_of
from training_bridge.generation.chat_template import check_chat_template, lost_turn
from training_bridge.generation.interface import GenerationError
from training_bridge.inert_text import Render


@pytest.mark.parametrize("chat", FORMATS, ids=lambda chat: chat.name)
def test_ordinary_templates_keep_the_conversation(chat: ChatFormat) -> None:
    check_chat_template(tokenizer_of(chat), chat.name)


@pytest.mark.parametrize(
    ("render", "reason"),
    [
        (lambda messages: "", "turn 1 of 1 (the user's)"),
        (lambda messages: messages[-1]["content"], "turn 1 of 2 (the user's)"),
        (lambda messages: messages[0]["content"], "turn 2 of 2 (the assistant's)"),
        (lambda messages: " ".join(m["content"] for m in messages[:3]), "turn 4 of 4 (the assistant's)"),
        (lambda messages: " ".join(m["content"] for m in reversed(messages)), "turn 2 of 2"),
        (lambda messages: " ".join(m["content"].upper() for m in messages), "turn 1 of 1"),
    ],
)
def test_a_template_that_drops_or_reorders_turns_is_told_by_the_turn(render: Render, reason: str) -> None:
    assert reason in str(lost_turn(render))


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{ messages[-1]['content'] }}", "loses the conversation: turn 1 of 2"),
        ("{% for m in messages if m.role == 'user' %}{{ m.content }}\n{% endfor %}", "turn 2 of 2"),
        ("{{ raise_exception('Only system prompts, please') }}", "fails on a conversation: Only system"),
        ("{% for m in messages %}", "fails on a conversation"),
    ],
)
def test_a_model_with_such_a_template_is_refused(template: str, reason: str) -> None:
    tokenizer = copy.deepcopy(tokenizer_of(FORMATS[0]))
    tokenizer.chat_template = template
    with pytest.raises(GenerationError, match="of 'lossy' ") as caught:
        check_chat_template(tokenizer, "lossy")
    assert reason in str(caught.value)


def test_it_is_refused_where_a_model_is_loaded(tiny_model_folder: Path, tmp_path: Path) -> None:
    import shutil

    from training_bridge.generation.weights import load_model

    folder = tmp_path / "lossy"
    shutil.copytree(tiny_model_folder, folder)
    (folder / "chat_template.jinja").write_text("{{ messages[-1]['content'] }}")
    with pytest.raises(GenerationError, match="loses the conversation"):
        load_model(str(folder))
