"""The texts the training bridge works with: our own, shipped as package data, and a user's JSONL file.

`training_bridge/data/README.md` says what each file holds and how it was written.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal, cast

from training_bridge.prompt_formats import conversation_of

Split = Literal["train", "evaluation"]
PromptKind = Literal["red-team", "helpful", "tailored"]
Origin = Literal["own", "file", "model"]
"""Written by hand for this project, given in a user's file, or made by a model for one principle."""
FewShotKind = Literal["revise", "no-change"]
AnswerLabel = Literal["refusal", "answer"]

MAXIMUM_PROMPT_CHARACTERS = 8_000
EVALUATION_SHARE_OF_UNSPLIT_PROMPTS = 0.2
UNNAMED_FAMILY = "unnamed"

# Unicode's Bidi_Control property: invisible marks that can make a text read differently from what it says.
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class PromptFileError(ValueError):
    """A user's prompt file cannot be used; the message names the file, the line and the reason."""


@dataclass(frozen=True)
class Prompt:
    """One thing a person might ask the model.

    Red-team prompts ask for what an assistant should decline; helpful ones are ordinary requests and may
    carry a good response; tailored ones were made for one principle. `relevant_principles` are those that a
    sentence encoder finds nearest, the nearest first, where one was asked. A family is wholly in one split in
    our own files, so that evaluation prompts are of a kind never seen in training. `turns_left_out` counts
    what a longer conversation in a user's file held beside this question.
    """

    id: str
    family: str
    split: Split
    text: str
    kind: PromptKind
    response: str | None = None
    origin: Origin = "own"
    principle_id: str | None = None
    relevant_principles: tuple[str, ...] = ()
    turns_left_out: int = 0


@dataclass(frozen=True)
class FewShot:
    """One whole critique-revision transcript that shows a model the procedure.

    Of kind `no-change` the critique finds no fault and the revision repeats the response.
    """

    id: str
    kind: FewShotKind
    prompt: str
    response: str
    critique_request: str
    critique: str
    revision_request: str
    revision: str


@dataclass(frozen=True)
class MarginPair:
    """A principle-consistent and an inconsistent answer to one prompt, alike in length and fluency."""

    id: str
    theme: str
    split: Split
    prompt: str
    consistent: str
    inconsistent: str


@dataclass(frozen=True)
class LabelledAnswer:
    """An answer with its label by hand, to state the error of the refusal classifier."""

    id: str
    prompt: str
    answer: str
    label: AnswerLabel


def load_own_prompts() -> list[Prompt]:
    """Return our own red-team prompts, then our own helpful prompts with their responses."""
    red_team = [_own_prompt(row, "red-team") for row in _data_rows("red_team_prompts.jsonl")]
    helpful = [_own_prompt(row, "helpful") for row in _data_rows("helpful_prompts.jsonl")]
    return red_team + helpful


def load_few_shots() -> list[FewShot]:
    """Return the few-shot transcripts in the order in which a model should read them."""
    return [FewShot(**row) for row in _data_rows("few_shots.jsonl")]


def load_margin_pairs() -> list[MarginPair]:
    """Return the answer pairs of the primary measure, the paired log-probability margin."""
    return [MarginPair(**row) for row in _data_rows("margin_pairs.jsonl")]


def load_labelled_answers() -> list[LabelledAnswer]:
    """Return the answers labelled by hand as refusal or answer."""
    return [LabelledAnswer(**row) for row in _data_rows("labelled_answers.jsonl")]


def read_prompts(path: str | Path) -> list[Prompt]:
    """Read a user's prompts: UTF-8, one JSON object a line, with a question in a common form.

    `prompt_formats` says which forms are read. Optional fields are `id`, `family`, `split`, `kind` and
    `response`; others are ignored. Without them the
    id and the split come from the SHA-256 of the prompt, so that they do not depend on the order of the
    lines (one prompt in five goes to evaluation), and a prompt with a response counts as helpful.

    Raises:
        PromptFileError: the file is unreadable or empty, or a line is not usable. Nothing is skipped but
            blank lines.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PromptFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    prompts: list[Prompt] = []
    line_of_text: dict[str, int] = {}
    line_of_id: dict[str, int] = {}
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            prompt = _user_prompt(line)
            _refuse_repetition(prompt.text, "prompt", line_of_text, number)
            _refuse_repetition(prompt.id, "id", line_of_id, number)
        except ValueError as error:
            raise PromptFileError(f"{path}, line {number}: {error}") from error
        prompts.append(prompt)
    if not prompts:
        raise PromptFileError(f"{path}: the file holds no prompts")
    return prompts


def split_of_text(text: str) -> Split:
    """Return the split of a prompt that names none: decided by its SHA-256, stable across files."""
    fraction = int(_digest(text)[:8], 16) / 16**8
    return "evaluation" if fraction < EVALUATION_SHARE_OF_UNSPLIT_PROMPTS else "train"


def _data_rows(name: str) -> Iterator[dict[str, Any]]:
    with (resources.files("training_bridge.data") / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _own_prompt(row: Mapping[str, Any], kind: PromptKind) -> Prompt:
    return Prompt(
        id=row["id"],
        family=row["family"],
        split=row["split"],
        text=row["prompt"],
        kind=kind,
        response=row.get("response"),
    )


def _user_prompt(line: bytes) -> Prompt:
    row = _json_object(line)
    asked = conversation_of(row)
    text = _checked(asked.prompt, "prompt")
    response = None if asked.response is None else _checked(asked.response, "response")
    split = _choice(row, "split", ("train", "evaluation")) or split_of_text(text)
    kind = _choice(row, "kind", ("red-team", "helpful")) or ("red-team" if response is None else "helpful")
    return Prompt(
        id=_text_field(row, "id") or f"prompt-{_digest(text)[:12]}",
        family=_text_field(row, "family") or UNNAMED_FAMILY,
        split=cast(Split, split),
        text=text,
        kind=cast(PromptKind, kind),
        response=response,
        origin="file",
        turns_left_out=asked.turns_left_out,
    )


def _json_object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError("the line is not UTF-8 text") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"the line is not JSON ({error})") from error
    if not isinstance(row, dict):
        raise ValueError("the line is not a JSON object")
    return row


def _text_field(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"the field '{name}' is not text")
    return _checked(value, name)


def _checked(value: str, name: str) -> str:
    text = value.strip()
    if not text:
        raise ValueError(f"the field '{name}' is empty")
    if len(text) > MAXIMUM_PROMPT_CHARACTERS:
        raise ValueError(
            f"the field '{name}' has {len(text)} characters, more than {MAXIMUM_PROMPT_CHARACTERS}"
        )
    _refuse_hidden_characters(text, name)
    return text


def _refuse_hidden_characters(text: str, name: str) -> None:
    for character in text:
        code = f"U+{ord(character):04X}"
        if character in _BIDI_CONTROLS:
            raise ValueError(f"the field '{name}' contains a hidden text-direction character ({code})")
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and character not in "\n\r\t"):
            raise ValueError(f"the field '{name}' contains a control character ({code})")


def _choice(row: Mapping[str, Any], name: str, choices: tuple[str, str]) -> str | None:
    value = _text_field(row, name)
    if value is not None and value not in choices:
        raise ValueError(f"the field '{name}' is '{value[:40]}', not '{choices[0]}' or '{choices[1]}'")
    return value


def _refuse_repetition(value: str, name: str, seen: dict[str, int], number: int) -> None:
    first = seen.setdefault(value, number)
    if first != number:
        raise ValueError(f"the same {name} as in line {first}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
