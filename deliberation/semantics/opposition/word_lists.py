"""Reads the word lists of a language from its data file. PURE."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from deliberation.semantics.opposition.language_rules import LanguageRules

FOLDER = Path(__file__).with_name("word_lists")
_IN_CODE = frozenset({"code", "words", "has_negative_concord"})


@functools.cache
def word_lists(language: str) -> Mapping[str, Any]:
    """Return what the data file of a language holds: texts by name, and the table `numbers`."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def bases_of_forms(text: str, *, with_bases: bool = False) -> dict[str, str]:
    """Return the word that each form belongs to, from lines of a word, a colon and its forms.

    A form in two lines belongs to the later one. With `with_bases` a word is a form of itself.
    """
    bases = {}
    for line in text.strip().splitlines():
        base, _, forms = line.partition(":")
        bases.update(dict.fromkeys([base, *forms.split()] if with_bases else forms.split(), base))
    return bases


def language_rules(
    language: str,
    *,
    code: str,
    words: Callable[[str], Sequence[str]],
    has_negative_concord: bool = False,
) -> LanguageRules:
    """Return the rules of a language: its lists, and how its texts are cut into units.

    A list that the file does not have is empty: the language needs none.
    """
    lists = word_lists(language)
    named = {field.name: lists.get(field.name, "") for field in fields(LanguageRules)}
    return LanguageRules(
        **{name: text for name, text in named.items() if name not in _IN_CODE},
        code=code,
        words=words,
        has_negative_concord=has_negative_concord,
    )
