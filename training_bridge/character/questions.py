"""Questions in which a trait shows: what is learnt from, and what is held out to measure it. PURE.

Written by hand with a place for what a trait is about, and divided before anything is written by a model. A
question that is held out has two answers by hand as well, one of somebody who does it and one of somebody
who does not, alike in length: which of them shows the trait follows from whether it asks for it or against.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from training_bridge.character.traits import Trait
from training_bridge.near_copies import NearCopies
from training_bridge.prompts import Prompt, Split
from training_bridge.records import row_id

PLACE = "{act}"


@dataclass(frozen=True)
class Template:
    """A question with a place for what a trait is about; the answers are None where it is learnt from."""

    id: str
    split: Split
    question: str
    does: str | None
    does_not: str | None


@dataclass(frozen=True)
class Question:
    """One question for one trait.

    `source` is the template, or the tailored prompt of the run that it is.
    """

    id: str
    trait_id: str
    split: Split
    text: str
    source: str


@dataclass(frozen=True)
class HeldOut:
    """A held-out question with the answer that shows the trait, and the one that does not."""

    question: Question
    showing: str
    not_showing: str


@functools.cache
def load_templates() -> tuple[Template, ...]:
    """Return the hand-written questions in their order."""
    file = resources.files("training_bridge.data") / "trait_questions.jsonl"
    return tuple(Template(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines())


def questions_of(
    trait: Trait, tailored: Sequence[Prompt], measured: NearCopies, most: int | None
) -> tuple[list[Question], int]:
    """Give the questions that are learnt from, and how many were left out as near copies of held-out ones.

    `tailored` are the run's own prompts for the trait's principle, made by a model: they come first, and
    only the part for training is taken. `measured` knows whatever else is measured of the run. A question
    of ours is compared with the held-out ones without what the trait is about, which all of them share.
    """
    held_out = NearCopies([(each.id, without_act(each)) for each in load_templates() if each.does])
    found, left_out = [], 0
    for source, text, bare in (
        *((each.id, each.text, each.text) for each in tailored if each.split == "train"),
        *(
            (each.id, filled(each.question, trait.act), without_act(each))
            for each in load_templates()
            if each.split == "train"
        ),
    ):
        if held_out.near(bare) or measured.near(text):
            left_out += 1
        else:
            found.append(_question(trait, "train", text, source))
    return found[:most], left_out


def held_out_of(trait: Trait) -> list[HeldOut]:
    """Give the questions by which the trait is measured, with their two answers."""
    found = []
    for each in load_templates():
        if each.does is None or each.does_not is None:
            continue
        does, does_not = filled(each.does, trait.own_act), filled(each.does_not, trait.own_act)
        showing, other = (does, does_not) if trait.kind == "promote" else (does_not, does)
        question = _question(trait, "evaluation", filled(each.question, trait.act), each.id)
        found.append(HeldOut(question, showing, other))
    return found


def filled(template: str, act: str) -> str:
    """Put what a trait is about into its place."""
    return template.replace(PLACE, act)


def without_act(template: Template) -> str:
    """Give a question without what the trait is about."""
    return template.question.replace(PLACE, "…")


def _question(trait: Trait, split: Split, text: str, source: str) -> Question:
    name = row_id("trait question", trait.principle.sha256, source, text)
    return Question(name, trait.id, split, text, source)
