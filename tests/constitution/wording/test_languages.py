import json
from pathlib import Path
from typing import Any

import pytest

from constitution.concerns.demand import demands_of
from constitution.wording import requests_for_edited, word_principle, word_together

READ = json.loads(Path(__file__).with_name("statements_read.json").read_text(encoding="utf-8"))
"""Statements by language with the principles that they become; each was read before it was written there."""
LEAST = {"zh-hant": 60, "zh-hans": 60, "es": 40, "ar": 25}


@pytest.mark.parametrize("language", LEAST)
def test_the_statements_that_were_read_become_the_principles_that_were_read(language: str) -> None:
    def found(row: dict[str, Any]) -> dict[str, Any]:
        wording = word_principle(row["statement"], language)
        return {
            "statement": row["statement"],
            "kind": wording.kind,
            "principle": "" if wording.not_trainable else wording.text,
            "for_a_person": wording.needs_review,
            "set_aside": wording.not_trainable,
        }

    assert len(READ[language]) >= LEAST[language]
    assert [found(row) for row in READ[language]] == READ[language]


@pytest.mark.parametrize("language", LEAST)
def test_principles_and_requests_are_clean_in_every_language(language: str) -> None:
    for row in READ[language]:
        wording = word_principle(row["statement"], language)
        for text in (wording.text, wording.critique_request, wording.revision_request):
            assert text and "  " not in text and ".." not in text and "،،" not in text
        steps = wording.steps
        assert (steps[0].before, steps[-1].after) == (row["statement"], wording.text)
        assert [one.after for one in steps[:-1]] == [one.before for one in steps[1:]]


def test_no_english_stands_in_a_spanish_or_arabic_principle() -> None:
    for language in ("es", "ar"):
        for row in READ[language]:
            wording = word_principle(row["statement"], language)
            for text in (wording.text, wording.critique_request, wording.revision_request):
                assert "response" not in text and "Choose" not in text
        assert all("regla" in text or "القاعدة" in text for text in requests_for_edited("x y", language))


def test_spanish_and_arabic_statements_together_are_led_by_the_first_for_a_person() -> None:
    wording = word_together(["La IA debe ser honesta.", "La IA no debe mentir."], "es")
    assert wording.text == "Elige la respuesta más honesta."
    assert wording.needs_review and wording.steps[-1].rule == "led by one statement"
    same = word_together(["La IA debe ser honesta.", "La IA debe ser honesta"], "es")
    assert not same.needs_review


def test_reminding_people_is_no_remembering() -> None:
    assert not word_principle("La IA debe recordar a la gente que descanse", "es").not_trainable
    assert word_principle("La IA debe recordar todo", "es").not_trainable == "acts"


@pytest.mark.parametrize(
    ("statement", "language"),
    [
        ("AI should have compassion.", "en"),
        ("AI should not have bias.", "en"),
        ("AI should be smart.", "en"),
        ("AI should admit mistakes.", "en"),
        ("AI不應該有偏見", "zh-hant"),
        ("La IA no debe mentir.", "es"),
        ("La IA debe ser honesta.", "es"),
        ("La IA no debe tener prejuicios.", "es"),
        ("La IA debe citar sus fuentes.", "es"),
        ("Que sea amable", "es"),
        ("يجب ألا يكذب الذكاء الاصطناعي.", "ar"),
        ("يجب أن يذكر الذكاء الاصطناعي مصادره.", "ar"),
    ],
)
def test_a_principle_can_be_read_back_as_the_demand_it_came_from(statement: str, language: str) -> None:
    assert demands_of(word_principle(statement, language).text) == (statement,)
