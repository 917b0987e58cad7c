"""The words that the rules of wording know, from one data file per language. PURE."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path


@functools.cache
def _lists(language: str) -> Mapping[str, str]:
    with (Path(__file__).parent / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def words(language: str, name: str) -> frozenset[str]:
    """Return a list of a language's file; its words stand apart by spaces or lines."""
    return frozenset(_lists(language)[name].split())


def word_pairs(language: str, name: str) -> dict[str, str]:
    """Return a list of "word:other" pairs of a language's file."""
    return dict(pair.split(":", 1) for pair in _lists(language)[name].split())


def alternatives(language: str, name: str) -> str:
    """Return a list as a regular expression, the longest first; underscores stand for spaces."""
    found = sorted(words(language, name), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(word.replace("_", " ") for word in found) + ")"
