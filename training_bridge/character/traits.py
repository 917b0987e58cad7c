"""Traits that follow from principles: what a model that keeps to them says of itself. PURE.

One trait a principle, by rules on the form of its words; a principle that gives none is set aside with the
reason. A trait is a text in the first person (as in OpenCharacterTraining, Maiya et al. 2025).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from constitution.wording.principle_wording import Kind
from training_bridge.character.clauses import clauses_of
from training_bridge.principles import Constitution, Principle
from training_bridge.tailoring.writing import one_line

LONGEST = 300
NO_RULES = "there are no rules for traits in this language yet"
OWN_WORDS = "the principle quotes a statement in its own words"
NO_FORM = "the words have no form that the rules know"
TOO_LONG = f"longer than {LONGEST} characters"
SAME = "the same trait as that of {principle}"


@dataclass(frozen=True)
class Trait:
    """A trait and the principle that it follows from.

    Attributes:
        id: "t01" for the first principle, and so on: also part of the names of files.
        principle: the principle.
        kind: whether the first thing that it asks for is asked for or against.
        text: the trait in the first person, one sentence or more.
        act: what the first sentence is about, as it follows "to" in a question to the model.
        own_act: the same as the model says it of itself.
        forms: the forms of words by which it was found.
    """

    id: str
    principle: Principle
    kind: Kind
    text: str
    act: str
    own_act: str
    forms: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name under which the trait is trained alone."""
        return f"character-{self.id}"


@dataclass(frozen=True)
class SetAside:
    """A principle that gives no trait, and why."""

    id: str
    principle: Principle
    reason: str


def traits_of(constitution: Constitution) -> tuple[list[Trait], list[SetAside]]:
    """Give the traits in the constitution's order, and the principles that were set aside."""
    traits: list[Trait] = []
    aside: list[SetAside] = []
    first_with: dict[str, str] = {}
    for number, principle in enumerate(constitution.principles, start=1):
        found = _trait(f"t{number:02}", principle, constitution.language)
        if isinstance(found, Trait):
            earlier = first_with.setdefault(found.text.casefold(), principle.id)
            if earlier != principle.id:
                found = SetAside(found.id, principle, SAME.format(principle=earlier))
        if isinstance(found, Trait):
            traits.append(found)
        else:
            aside.append(found)
    return traits, aside


def trained_traits(traits: Sequence[Trait], most: int | None) -> list[Trait]:
    """Give the traits that are trained: the first ones."""
    return list(traits[:most])


def _trait(trait_id: str, principle: Principle, language: str) -> Trait | SetAside:
    text = one_line(principle.text)
    if language.lower().replace("_", "-").split("-")[0] != "en":
        return SetAside(trait_id, principle, NO_RULES)
    if "“" in text or '"' in text:
        return SetAside(trait_id, principle, OWN_WORDS)
    if len(text) > LONGEST:
        return SetAside(trait_id, principle, TOO_LONG)
    clauses = clauses_of(text)
    if not clauses:
        return SetAside(trait_id, principle, NO_FORM)
    return Trait(
        id=trait_id,
        principle=principle,
        kind=clauses[0].kind,
        text=" ".join(each.said for each in clauses),
        act=clauses[0].act,
        own_act=clauses[0].own_act,
        forms=tuple(each.form for each in clauses),
    )
