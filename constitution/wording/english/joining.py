"""Several English clauses that belong together as one. PURE.

Qualities are joined with qualities and actions with actions, those that are wished for apart from those that
are not. What another clause says already, in these words or in more, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from constitution.wording.english.clause import Clause
from constitution.wording.english.degrees import in_series
from constitution.wording.english.inflection import third_person_phrase
from constitution.wording.rules import FORBIDS, JOINED

MOST_PARTS = 6
"""With more parts nobody reads the sentence to its end."""

_CLAUSE = re.compile(r"\b(?:that|which|who|whether|how|what|why|and|or)\b|,")
"""Beside one of these another object of the verb would seem to belong to the clause or the series inside."""

_FILLER = frozenset(
    "a an the to of in on for with and or not be is are it its that any all other or as at by from".split()
)


def said_already(clauses: Sequence[Clause]) -> list[int]:
    """Return the positions of the clauses that say what another one of their kind says.

    Either in the same words of content, where the first is kept, or as a part of a series: "respect people"
    of "respect people and animals". More words alone are no reason: "give medical advice" is less than
    "give advice".
    """
    dropped: list[int] = []
    for index, clause in enumerate(clauses):
        others = [
            (place, other)
            for place, other in enumerate(clauses)
            if place != index
            and place not in dropped
            and (clause.kind, clause.form) == (other.kind, other.form)
        ]
        if any(
            place < index if _content(clause.base) == _content(other.base) else _is_part(clause, other)
            for place, other in others
        ):
            dropped.append(index)
    return dropped


def _is_part(clause: Clause, other: Clause) -> bool:
    parts = re.split(r",\s*(?:and|or)\s+|,\s*|\s+(?:and|or)\s+", other.base)
    return len(parts) > 1 and _content(clause.base) in [_content(part) for part in parts]


def joined(clauses: Sequence[Clause]) -> list[Clause] | None:
    """Return at most one clause per kind that says what all of them say; None where they cannot be joined.

    The kind of the first one comes first.
    """
    if any(clause.form == "whole" for clause in clauses) or len(clauses) > MOST_PARTS:
        return None
    first = clauses[0].kind
    alike = [clause for clause in clauses if clause.kind == first]
    others = [clause for clause in clauses if clause.kind != first]
    together = [_of_one_kind(alike)]
    if others:
        together.append(_forbidding(others) if first == "promote" else _of_one_kind(others))
    return together


def _forbidding(clauses: Sequence[Clause]) -> Clause:
    """Return the prohibition that stands beside a wish."""
    qualities, doings = _parts_of(clauses)
    being, doing = in_series(qualities, "or"), in_series(doings, "or")
    return Clause(
        relative="Do NOT choose responses that "
        + " or ".join(part for part in (f"are {being}" if being else "", doing) if part)
        + ".",
        lacking=_either(f"is {being}" if being else "", f"might {doing}" if doing else ""),
        wanted=_both(f"is not {being}" if being else "", f"does not {doing}" if doing else ""),
        kind="avoid",
        rule=FORBIDS,
    )


def _of_one_kind(clauses: Sequence[Clause]) -> Clause:
    if len(clauses) == 1:
        return clauses[0]
    qualities, doings = _parts_of(clauses)
    if clauses[0].kind == "avoid":
        return _avoiding(qualities, doings, all(clause.rule == "should not VERB" for clause in clauses))
    return _promoting(qualities, doings, any(clause.rule == "should VERB (once)" for clause in clauses))


def _parts_of(clauses: Sequence[Clause]) -> tuple[list[str], list[str]]:
    """Return the qualities and the actions of clauses; actions of one verb follow on from each other."""
    conjunction = "or" if clauses[0].kind == "avoid" else "and"
    return (
        [clause.base for clause in clauses if clause.form == "quality"],
        _by_verb([clause.base for clause in clauses if clause.form == "doing"], conjunction),
    )


def _by_verb(phrases: Sequence[str], conjunction: str) -> list[str]:
    """Return phrases with those of one verb put together, the shorter first: "give advice or money"."""
    objects: dict[str, list[str]] = {}
    for phrase in phrases:
        verb, _space, rest = phrase.partition(" ")
        objects.setdefault(verb, []).append(rest)
    series: list[str] = []
    for verb, rests in objects.items():
        if len(rests) > 1 and all(rests) and not any(_CLAUSE.search(rest) for rest in rests):
            series.append(f"{verb} {in_series(sorted(rests, key=len), conjunction)}")
        else:
            series += [f"{verb} {rest}".strip() for rest in rests]
    return series


def _either(*parts: str) -> str:
    return " or ".join(part for part in parts if part)


def _both(*parts: str) -> str:
    return " and ".join(part for part in parts if part)


def _avoiding(qualities: list[str], doings: list[str], are_stances: bool) -> Clause:
    doing, being = in_series(doings, "or"), in_series(qualities, "or")
    if are_stances:
        relative = "least " + in_series([third_person_phrase(phrase).text for phrase in doings], "or")
    else:
        likely = f"least likely to {doing}" if doings else ""
        relative = "is " + ", and ".join(part for part in (f"least {being}" if being else "", likely) if part)
    return Clause(
        relative=relative,
        lacking=_either(f"is {being}" if being else "", f"might {doing}" if doing else ""),
        wanted=_both(f"is not {being}" if being else "", f"does not {doing}" if doing else ""),
        kind="avoid",
        rule=JOINED,
    )


def _promoting(qualities: list[str], doings: list[str], has_single_acts: bool) -> Clause:
    being = in_series(qualities, "and")
    doing = in_series([third_person_phrase(phrase).text for phrase in doings], "and")
    most = f"likely to {in_series(doings, 'and')}" if has_single_acts else doing
    most_doing = f"{'is ' if has_single_acts and not being else ''}most {most}" if doing else ""
    lacking = _either(
        f"is not {being}" if being else "", f"does not {in_series(doings, 'and')}" if doings else ""
    )
    return Clause(
        relative=_both(f"is most {being}" if being else "", most_doing),
        lacking=f"{lacking}, or does so less than it could",
        wanted=_both(f"is {being}" if being else "", doing),
        kind="promote",
        rule=JOINED,
    )


def _content(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z'-]+", text.lower())
    return frozenset(re.sub(r"(?<=\w{3})(?:ing|es|s|ed)$", "", word) for word in words if word not in _FILLER)
