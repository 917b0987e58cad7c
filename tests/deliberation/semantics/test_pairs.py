"""The pairs by which telling the same from the opposite is measured."""

import json
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "pairs"
LANGUAGES = ("en", "es", "ar", "zh-hans", "zh-hant")
RELATIONS = ("opposite", "paraphrase", "related", "different")


def pairs_of(language: str, half: str) -> list[dict[str, str]]:
    lines = (FOLDER / f"{language}-{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def both_texts(pair: dict[str, str]) -> frozenset[str]:
    return frozenset((pair["a"], pair["b"]))


def test_there_are_two_hundred_of_each_of_the_two_that_must_not_be_confused():
    counts = Counter(
        pair["relation"]
        for language in LANGUAGES
        for half in ("tuning", "unused")
        for pair in pairs_of(language, half)
    )

    assert counts["opposite"] >= 200
    assert counts["paraphrase"] >= 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_all_relations_in_both_halves_alike(language):
    tuning, unused = (
        Counter(pair["relation"] for pair in pairs_of(language, half)) for half in ("tuning", "unused")
    )

    assert set(tuning) == set(unused) == set(RELATIONS)
    assert all(abs(tuning[relation] - unused[relation]) <= 1 for relation in RELATIONS)
    assert tuning["opposite"] + unused["opposite"] >= 50
    assert tuning["paraphrase"] + unused["paraphrase"] >= 50


def test_no_pair_stands_twice_and_none_in_both_halves():
    seen = [
        both_texts(pair)
        for language in LANGUAGES
        for half in ("tuning", "unused")
        for pair in pairs_of(language, half)
    ]

    assert all(len(texts) == 2 for texts in seen)
    assert len(set(seen)) == len(seen)
