"""The lists of a language, compiled for looking words up. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deliberation.semantics.opposition.language_rules import BOUNDARY, LanguageRules

Units = tuple[str, ...]

ACTOR = "actor"
CONCEPT = "concept"
NEGATOR = "negator"
NEGATING = "negating"
NEGATING_BEFORE = "negating before"
QUANTITY = "quantity"
EXCEPTION = "exception"
CONCESSION = "concession"
CONDITION = "condition"
CONDITION_END = "condition end"
OBLIGING = "obliging"
PERMITTING = "permitting"
EXCUSING = "excusing"
PASSIVE = "passive"
GENITIVE = "genitive"
IGNORED = "ignored"


@dataclass(frozen=True)
class Entry:
    """What a word or phrase does: its kind; for concepts which one, and on which side of its opposition."""

    kind: str
    concept: str = ""
    sign: int = 1
    has_opposite: bool = False


@dataclass(frozen=True)
class Template:
    """A way of putting one thing before another, as a regular expression over joined units."""

    pattern: re.Pattern[str]
    literals: int
    needed: frozenset[str]
    """The units without which it cannot match: looked at first, because most templates match nothing."""


class Lexicon:
    """The entries of a language, found by longest match."""

    def __init__(self, rules: LanguageRules) -> None:
        """Compile the lists; where an entry stands in two, the list that says more about grammar wins."""
        self.rules = rules
        self.entries: dict[Units, Entry] = {}
        self.doubled: list[str] = []
        for phrase, entry in _all_entries(rules):
            units = tuple(rules.words(phrase.replace("_", " ")))
            if not units or BOUNDARY in units:
                continue
            if units in self.entries:
                if self.entries[units] != entry:
                    self.doubled.append(phrase)
                continue
            self.entries[units] = entry
        self.longest: dict[str, int] = {}
        for units in self.entries:
            self.longest[units[0]] = max(self.longest.get(units[0], 0), len(units))
        self.negators = {
            units[0]
            for units, entry in self.entries.items()
            if len(units) == 1 and (entry.kind == NEGATOR or entry == Entry(QUANTITY, "none"))
        }
        self.light = {" ".join(rules.words(phrase.replace("_", " "))) for phrase in rules.light.split()}
        self.machine, self.people = (line.split()[0] for line in _lines(rules.actors)[:2])
        self.prefixes = tuple(rules.negating_prefixes.split())
        templates = [_template(line, rules) for line in rules.comparisons.splitlines() if line.strip()]
        self.templates = tuple(sorted(templates, key=lambda template: -template.literals))

    def find(self, units: Units, start: int, end: int) -> tuple[int, Entry | None]:
        """Return how many units the longest entry at `start` takes, and the entry; (1, None) if none."""
        for length in range(min(self.longest.get(units[start], 0), end - start), 0, -1):
            entry = self.entries.get(units[start : start + length])
            if entry is not None:
                return length, entry
        return 1, self._reversed(units[start])

    def _reversed(self, unit: str) -> Entry | None:
        for prefix in self.prefixes:
            rest = unit.removeprefix(prefix)
            entry = self.entries.get((rest,)) if rest != unit and len(rest) > 3 else None
            if entry is not None and entry.kind == CONCEPT:
                return Entry(CONCEPT, entry.concept, -entry.sign, True)
        return None


def _all_entries(rules: LanguageRules) -> Iterator[tuple[str, Entry]]:
    plain = (
        (rules.affirming, IGNORED),
        (rules.excusing, EXCUSING),
        (rules.exceptions, EXCEPTION),
        (rules.concessions, CONCESSION),
    )
    for text, kind in plain:
        yield from ((phrase, Entry(kind)) for phrase in text.split())
    for phrase in rules.conditions.split():
        closes = phrase.startswith("...")
        yield phrase.removeprefix("..."), Entry(CONDITION_END if closes else CONDITION)
    for line in _lines(rules.quantities):
        name, _, phrases = line.partition(":")
        yield from ((phrase, Entry(QUANTITY, name.strip())) for phrase in phrases.split())
    for text, kind in (
        (rules.negating_before, NEGATING_BEFORE),
        (rules.negators, NEGATOR),
        (rules.negating, NEGATING),
        (rules.permitting, PERMITTING),
        (rules.obliging, OBLIGING),
    ):
        yield from ((phrase, Entry(kind)) for phrase in text.split())
    for line in _lines(rules.actors):
        names = line.split()
        yield from ((phrase, Entry(ACTOR, names[0])) for phrase in names)
    for line in _lines(rules.opposites):
        left, _, right = line.partition(" = ")
        name = left.split()[0]
        yield from ((phrase, Entry(CONCEPT, name, 1, True)) for phrase in left.split())
        yield from ((phrase, Entry(CONCEPT, name, -1, True)) for phrase in right.split())
    for line in _lines(rules.synonyms):
        words = line.split()
        yield from ((phrase, Entry(CONCEPT, words[0])) for phrase in words)
    for text, kind in ((rules.passives, PASSIVE), (rules.genitives, GENITIVE), (rules.ignored, IGNORED)):
        yield from ((phrase, Entry(kind)) for phrase in text.split())


def _lines(text: str) -> list[str]:
    """Return the lines of a list, those that begin with white space joined to the one before."""
    return [" ".join(line.split()) for line in re.split(r"\n(?=\S)", text) if line.strip()]


def _template(line: str, rules: LanguageRules) -> Template:
    pattern, literals, needed = "", 0, set[str]()
    items = line.split()
    for position, item in enumerate(items):
        if item in ("W", "L"):
            quantifier = "+" if position == len(items) - 1 else "+?"
            pattern += rf"(?P<{item}>(?:[^| ]+ ){quantifier})"
        elif item == BOUNDARY:
            pattern += r"\| "
        else:
            units = rules.words(item.replace("_", " "))
            literals += len(units)
            needed |= set(units)
            pattern += "".join(re.escape(unit) + " " for unit in units)
    return Template(re.compile(r"(?:(?<=\s)|^)" + pattern), literals, frozenset(needed))
