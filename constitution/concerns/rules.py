"""Patterns that are looked for in principles of one script, and how they are applied. PURE."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from deliberation.semantics.opposition.languages import language_of


@dataclass(frozen=True)
class Rule:
    """A pattern with a name; `unless` looks at what matched and lets it pass."""

    sign: str
    pattern: re.Pattern[str]
    unless: Callable[[re.Match[str]], bool] | None = None


def rule(sign: str, pattern: str, unless: Callable[[re.Match[str]], bool] | None = None) -> Rule:
    """Make a rule that ignores case; blanks in the pattern count only where they are written as such."""
    return Rule(sign, re.compile(pattern, re.IGNORECASE | re.VERBOSE), unless)


def found_by(rules: Sequence[Rule], text: str) -> Iterator[tuple[str, str]]:
    """Yield the sign and the words of each rule that fits a text, each rule once."""
    for one in rules:
        for match in one.pattern.finditer(text):
            if one.unless is None or not one.unless(match):
                found = match.groupdict().get("second") or match[0]
                yield one.sign, " ".join(found.split()).strip(" ,;，；")
                break


def language(text: str) -> str:
    """Return en, es, ar or zh; English where the lists of no language know enough of the words."""
    return language_of(text) or "en"
