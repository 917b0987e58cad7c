"""Reading a user's prompt file: what it fills in, and what it refuses with file, line and reason."""

import json
import random

import pytest

from training_bridge.prompts import PromptFileError, read_prompts, split_of_text


@pytest.fixture
def prompt_file(tmp_path):
    """Write lines (objects become JSON) to a file and return its path."""

    def write(*lines):
        path = tmp_path / "mine.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return path

    return write


def test_all_fields_are_read_as_they_are(prompt_file):
    row = {"id": "a", "family": "garden", "split": "evaluation", "prompt": "Why?", "response": "Because."}
    [prompt] = read_prompts(prompt_file(row))
    assert (prompt.id, prompt.family, prompt.split) == ("a", "garden", "evaluation")
    assert (prompt.text, prompt.response, prompt.kind) == ("Why?", "Because.", "helpful")


def test_a_prompt_alone_is_enough(prompt_file):
    [prompt] = read_prompts(prompt_file({"prompt": "  How do bees dance?  "}))
    assert prompt.text == "How do bees dance?"
    assert prompt.id.startswith("prompt-")
    assert prompt.split == split_of_text("How do bees dance?")
    assert (prompt.kind, prompt.response) == ("red-team", None)


def test_the_kind_can_be_named(prompt_file):
    [prompt] = read_prompts(prompt_file({"prompt": "How do bees dance?", "kind": "helpful"}))
    assert prompt.kind == "helpful"


def test_ids_and_splits_do_not_depend_on_the_order_of_the_lines(prompt_file):
    lines = [{"prompt": f"Question number {number}?"} for number in range(50)]
    first = read_prompts(prompt_file(*lines))
    random.Random(3).shuffle(lines)
    second = read_prompts(prompt_file(*lines))
    assert set(first) == set(second)


def test_about_one_prompt_in_five_goes_to_evaluation():
    splits = [split_of_text(f"Question number {number}?") for number in range(2_000)]
    assert 0.17 < splits.count("evaluation") / len(splits) < 0.23


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"prompt": "One?"}\r\n\r\n{"prompt": "Two?"}')
    assert [prompt.text for prompt in read_prompts(path)] == ["One?", "Two?"]


def test_a_line_separator_inside_a_prompt_does_not_end_the_line(prompt_file):
    path = prompt_file(json.dumps({"prompt": "One\u2028two?"}, ensure_ascii=False))
    assert len(read_prompts(path)) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('["a list"]', "not a JSON object"),
        ({"question": "Hello?"}, "has none of the fields 'prompt', 'messages'"),
        ({"prompt": None}, "has none of the fields 'prompt', 'messages'"),
        ({"prompt": 7}, "'prompt' is not text"),
        ({"prompt": "   "}, "'prompt' is empty"),
        ({"prompt": "a" * 10_000}, "10000 characters, more than 8000"),
        ({"prompt": "a\u0000b"}, "control character (U+0000)"),
        ({"prompt": "a\u202eb"}, "hidden text-direction character (U+202E)"),
        ({"prompt": "a\u2066b"}, "hidden text-direction character (U+2066)"),
        ({"prompt": "a\ud800b"}, "control character (U+D800)"),
        ({"prompt": "Fine?", "response": "a\u0007"}, "'response' contains a control character (U+0007)"),
        ({"prompt": "Fine?", "split": "test"}, "'split' is 'test', not 'train' or 'evaluation'"),
        ({"prompt": "Fine?", "kind": "harmless"}, "'kind' is 'harmless', not 'red-team' or 'helpful'"),
        ({"prompt": "Good?"}, "the same prompt as in line 1"),
        ({"prompt": "Fine?", "id": "first"}, "the same id as in line 1"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_its_reason(prompt_file, line, reason):
    path = prompt_file({"id": "first", "prompt": "Good?"}, "", line)
    with pytest.raises(PromptFileError) as caught:
        read_prompts(path)
    assert str(caught.value).startswith(f"{path}, line 3: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_line_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_bytes(b'{"prompt": "One?"}\n{"prompt": "caf\xe9?"}\n')
    with pytest.raises(PromptFileError, match="line 2: the line is not UTF-8 text"):
        read_prompts(path)


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "empty.jsonl"
    path.write_text(content)
    with pytest.raises(PromptFileError, match="holds no prompts"):
        read_prompts(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(PromptFileError, match="cannot be read: No such file"):
        read_prompts(tmp_path / "nowhere.jsonl")
    with pytest.raises(PromptFileError, match="cannot be read"):
        read_prompts(tmp_path)
