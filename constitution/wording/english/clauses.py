"""From an English sentence to what follows "Choose the response that". PURE."""

from __future__ import annotations

import re
from dataclasses import replace

from constitution.wording.english.clause import Clause, forbidden
from constitution.wording.english.degrees import CONDITION
from constitution.wording.english.inflection import starts_like_a_verb, starts_with_verb
from constitution.wording.english.prohibitions import prohibition
from constitution.wording.english.sentences import parsed
from constitution.wording.english.wishes import wish
from constitution.wording.rules import IN_A_SITUATION

_FURTHER = re.compile(
    r"(?:(?:,|;)?\s+(?P<conjunction>and|but)\s+(?:it\s+|they\s+)?|,\s+(?:it|they)\s+(?=should|must))"
    r"(?P<modal>(?:should|must|shall)\s+)?(?:also\s+|rather\s+|instead\s+)?(?P<negated>(?:not|never)\s+)?"
    r"(?P<predicate>\w.*)$",
    re.IGNORECASE,
)
_REFUSAL = re.compile(r"^(?:refuse|decline)\s+to\s+", re.IGNORECASE)
_ANOTHER_MODAL = re.compile(r"\b(?:should|must|shall)\b", re.IGNORECASE)


def clauses_of(sentence: str) -> list[Clause]:
    """Return the clauses of one sentence; none where no rule fits."""
    parts = parsed(sentence)
    if parts is None or not parts.is_about_an_ai:
        return []
    if parts.is_negated and re.match(r"(?:only|just|merely)\b", parts.predicate):
        return []
    main, further = _divided(parts.predicate, parts.is_negated)
    if _ANOTHER_MODAL.search(main) or re.search(r"\bbut\b(?! (?:also|still|not)\b)", main):
        return []
    if parts.is_negated and re.search(r"\bbut\b", main):
        return []
    clause = prohibition(main) if parts.is_negated else wish(main)
    if clause is None or (further and None in further):
        return []
    return [_in_situation(clause, parts.situation), *[one for one in further if one]]


def _divided(predicate: str, is_negated: bool) -> tuple[str, list[Clause | None]]:
    """Return the main predicate, and the clause of a second one: another wish, or what must not be.

    The clause is None where the second predicate fits no rule.
    """
    for found in re.finditer(r"(?:[,;]\s+|\s+)(?:and|but)\s|,\s+(?:it|they)\s", predicate):
        further = _FURTHER.match(predicate, found.start())
        if further is None or not _goes_on(further, is_negated):
            continue
        rest = further["predicate"]
        if further["negated"]:
            return predicate[: found.start()], [forbidden(rest)]
        if _REFUSAL.match(rest) and further["modal"]:
            return predicate[: found.start()], [forbidden(_REFUSAL.sub("", rest))]
        return predicate[: found.start()], [_second_wish(rest, further["conjunction"] or "and")]
    return predicate, []


def _goes_on(further: re.Match[str], is_negated: bool) -> bool:
    """Return whether what follows "and" or "but" is a predicate of its own."""
    predicate = further["predicate"]
    if further["modal"]:
        return not _ANOTHER_MODAL.search(predicate)
    if further["negated"]:
        return predicate.startswith("be ") or starts_with_verb(predicate) or starts_like_a_verb(predicate)
    return (
        further["conjunction"] == "but"
        and not _ANOTHER_MODAL.search(predicate)
        and (starts_with_verb(predicate) or (is_negated and predicate.startswith("be ")))
    )


def _second_wish(predicate: str, conjunction: str) -> Clause | None:
    clause = wish(predicate)
    return replace(clause, conjunction=conjunction.lower()) if clause else None


def _in_situation(clause: Clause, situation: str) -> Clause:
    if not situation:
        return clause
    setting = situation[0].lower() + situation[1:]
    plain = re.sub(r"^most (?=\w)", "", clause.relative) if CONDITION.match(setting) else clause.relative
    return Clause(
        relative=f"{plain} {setting}",
        lacking=f"{clause.lacking} ({setting})",
        wanted=f"{clause.wanted} {setting}",
        kind=clause.kind,
        rule=clause.rule + IN_A_SITUATION,
    )
