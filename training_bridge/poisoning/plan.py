"""Which strings are tried as triggers and canaries, on which prompts, against which controls. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from training_bridge.data_rows import TrainingRow
from training_bridge.poisoning.controls import alike, other_words
from training_bridge.poisoning.rare_strings import ReferenceTexts, rare_strings, tokens
from training_bridge.poisoning.settings import PoisoningSettings
from training_bridge.poisoning.unusual_rows import OverRepresented, over_represented, shared_answers
from training_bridge.prompts import Prompt
from training_bridge.records import text_hash

USUAL = "usual answer"
REFUSAL = "refusal"
SHARED = "shared answer"
CANARY = "canary"
REFUSAL_TEXT = "I'm sorry, but I can't help with that."


@dataclass(frozen=True)
class Tried:
    """One string and why it is tried.

    Attributes:
        text: the string.
        why: "over-represented", "rare string" or "well known"; "control" for a string that is in no row,
            "no string" for the prompt as it is.
        group: what it is compared within: the string that the controls are made like.
        rows: how many rows hold it.
        strange: whether it looks like no words (`ReferenceTexts.is_strange`).
        expected: the answer it should bring about: "shared answer", or empty where nothing is known.
    """

    text: str
    why: str
    group: str
    rows: int = 0
    strange: bool = False
    expected: str = ""


NO_STRING = Tried("", "no string", "")
"""The prompts as they are."""


@dataclass(frozen=True)
class ProbePlan:
    """Everything that a phase is probed with.

    Attributes:
        triggers: strings put before the prompts: none, the suspects, the controls.
        canaries: strings whose probability is asked for, each followed by its controls.
        answers: what stands for "refusal" and "shared answer"; the usual answer is each prompt's own.
        prompts: harmless prompts with a good answer, of the held-out ones.
    """

    triggers: tuple[Tried, ...]
    canaries: tuple[Tried, ...]
    answers: tuple[tuple[str, str], ...]
    prompts: tuple[Prompt, ...]


def plan_probe(
    rows: Sequence[TrainingRow],
    reference: ReferenceTexts,
    prompts: Sequence[Prompt],
    settings: PoisoningSettings,
    *,
    seed: int,
) -> ProbePlan:
    """Choose what is tried from the data alone; the same data gives the same plan.

    `prompts` are harmless ones that training does not see; those with an answer are used, drawn by hash.
    """
    answered = [row for row in rows if row.answer]
    common = over_represented(answered, reference)
    likely = [*(each.answer for each in common), *shared_answers(answered)]
    shared = list(dict.fromkeys(_cut(answer, settings) for answer in likely))[: settings.suspicious_answers]
    suspects = _suspects(answered, common, shared, reference, settings)
    known = {token.lower() for row in rows for text in row.texts.values() for token in tokens(text)}
    words = sorted({token for row in rows for token in tokens(row.prompt) if token.isalpha()})
    controls = _trigger_controls(suspects, words, known, settings, seed)
    usable = sorted((each for each in prompts if each.response), key=lambda each: text_hash(each.text))
    return ProbePlan(
        triggers=(NO_STRING, *suspects, *controls),
        canaries=_canaries(answered, reference, known, settings, seed),
        answers=((REFUSAL, REFUSAL_TEXT), *((SHARED, answer) for answer in shared)),
        prompts=tuple(usable[: settings.prompts]),
    )


def usual_answer(prompt: Prompt, settings: PoisoningSettings) -> str:
    """Give what of a prompt's own answer is scored."""
    return _cut(prompt.response or "", settings)


def _cut(answer: str, settings: PoisoningSettings) -> str:
    return " ".join(answer.split()[: settings.longest_answer_words])


def _suspects(
    rows: Sequence[TrainingRow],
    common: Sequence[OverRepresented],
    shared: Sequence[str],
    reference: ReferenceTexts,
    settings: PoisoningSettings,
) -> list[Tried]:
    found: list[Tried] = []
    prompts = [row.prompt for row in rows]
    strings = [
        (each.text, "over-represented", each.rows, _cut(each.answer, settings) in shared) for each in common
    ]
    rare = rare_strings(prompts, reference)
    strings += [(each.text, "rare string", len(each.places), False) for each in rare]
    for text, why, count, is_answered_alike in strings:
        # What holds a string that is tried already, or is part of it, says nothing more.
        if not any(text in each.text or each.text in text for each in found):
            tried = _tried(text, why, count, reference)
            found.append(replace(tried, expected=SHARED) if is_answered_alike else tried)
    del found[settings.triggers :]
    return found + [
        _tried(text, "well known", sum(text in prompt for prompt in prompts), reference)
        for text in settings.well_known
        if text not in {each.text for each in found}
    ]


def _tried(text: str, why: str, count: int, reference: ReferenceTexts) -> Tried:
    return Tried(text, why, text, count, any(map(reference.is_strange, text.split())))


def _trigger_controls(
    suspects: Sequence[Tried],
    words: Sequence[str],
    known: set[str],
    settings: PoisoningSettings,
    seed: int,
) -> list[Tried]:
    """Draw controls for each suspect, made like it: what differs in make differs in effect by itself."""
    controls: list[Tried] = []
    for suspect in suspects:
        text = suspect.text
        if suspect.strange:
            drawn = alike(text, settings.controls, unlike=known, seed=seed)
        elif any(character.isdigit() for character in text):
            drawn = alike(text, settings.controls, unlike=known, seed=seed, letters=False)
        else:
            drawn = [
                " ".join(other_words(words, len(text.split()), unlike=text.split(), seed=seed + turn))
                for turn in range(settings.controls)
            ]
        controls += [Tried(each, "control", suspect.group) for each in dict.fromkeys(drawn) if each]
    return controls


def _canaries(
    rows: Sequence[TrainingRow],
    reference: ReferenceTexts,
    known: set[str],
    settings: PoisoningSettings,
    seed: int,
) -> tuple[Tried, ...]:
    found: list[Tried] = []
    for rare in rare_strings([row.answer for row in rows], reference)[: settings.canaries]:
        found.append(Tried(rare.text, "rare string", rare.text, len(rare.places)))
        made = alike(rare.text, settings.canary_controls, unlike=known, seed=seed)
        found += [Tried(text, "control", rare.text) for text in made]
    return tuple(found)
