"""The test set of our own, both halves: no opposite is the same; how many paraphrases are, by language.

The goals are 90 % of the unused half's paraphrases in English and 70 % in each other language. They are not
reached yet; the shares below are what was measured, so that they can only grow.
"""

import pytest

from benchmarks.comparison import HALVES, LANGUAGES, measure
from deliberation.semantics.encoders import EncoderUnavailable, load_encoder

MEASURED = {"en": 0.58, "es": 0.48, "ar": 0.38, "zh-hans": 0.62, "zh-hant": 0.34}
"""Share of the paraphrases of the unused half that are called the same, less one pair."""


@pytest.fixture(scope="module")
def figures() -> dict[tuple[str, str], dict]:
    return {(language, half): measure(language, half) for language in LANGUAGES for half in HALVES}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_opposite_is_called_the_same(figures, language: str, half: str) -> None:
    assert figures[language, half]["opposites"] >= 25
    assert figures[language, half]["opposites_same"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_paraphrases_are_called_the_same_as_often_as_measured(figures, language: str) -> None:
    assert figures[language, "unused"]["paraphrases_same"] >= MEASURED[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_merely_related_is_hardly_ever_called_the_same(figures, language: str) -> None:
    assert figures[language, "unused"]["others_same"] <= 1


def test_no_english_opposite_is_called_the_same_where_the_english_encoder_is_missing(figures) -> None:
    assert measure("en", "unused", with_english_encoder=False)["opposites_same"] == 0


def test_without_any_encoder_nothing_can_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str):
        raise EncoderUnavailable(f"{name} is not installed.")

    monkeypatch.setattr("deliberation.semantics.opposition.comparison.load_encoder", missing)
    with pytest.raises(EncoderUnavailable):
        measure("en", "tuning")
    assert load_encoder is not missing
