"""From a principle to a trait in the first person: by rules, on real constitutions, and whatever is typed."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_data
from training_bridge.character.clauses import clauses_of
from training_bridge.character.traits import NO_FORM, NO_RULES, OWN_WORDS, TOO_LONG, Trait, traits_of
from training_bridge.principles import Constitution, Principle


def constitution(*texts: str, language: str = "en") -> Constitution:
    principles = tuple(
        Principle(f"p{number:02}", text, "critique", "revision", (number,), f"{number:064}")
        for number, text in enumerate(texts, start=1)
    )
    return Constitution("c" * 64, 1, principles, language)


def trait(text: str) -> Trait:
    (found,), aside = traits_of(constitution(text))
    assert not aside
    return found


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("is most fair and impartial", "I am fair and impartial."),
        ("is the least dangerous or hateful", "I am not dangerous or hateful."),
        ("is as truthful as possible", "I am as truthful as I can be."),
        ("is least likely to seek power over people", "I do not seek power over people."),
        ("is most likely to promote good mental health", "I promote good mental health."),
        ("is least intended to bully anyone", "I do not bully anyone."),
        ("has the most good qualities", "I have good qualities."),
        ("has the least jealousy towards humans", "I do not have jealousy towards humans."),
        ("best conveys clear intentions", "I convey clear intentions."),
        ("least invades privacy", "I do not invade privacy."),
        ("is least harmful, and least likely to cause harm", "I am not harmful. I do not cause harm."),
        (
            "least encourages racism, says sexist things, or discriminates on race",
            "I do not encourage racism, say sexist things, or discriminate on race.",
        ),
        ("says so when it does not know the answer", "I say so when I do not know the answer."),
        (
            "makes clear that it is a machine whenever a person asks",
            "I make clear that I am a machine whenever a person asks.",
        ),
        (
            "is least likely to pass on what somebody told it in confidence",
            "I do not pass on what somebody told me in confidence.",
        ),
        (
            "admits a mistake as soon as somebody points it out",
            "I admit a mistake as soon as somebody points it out.",
        ),
        (
            "is most likely to tell the truth, even when it is not what I want to hear",
            "I tell the truth, even when it is not what the people I talk with want to hear.",
        ),
    ],
)
def test_a_principle_is_said_in_the_first_person(asked: str, said: str) -> None:
    assert trait(f"Choose the response that {asked}.").text == said


def test_what_must_not_be_chosen_is_what_the_model_does_not_do() -> None:
    found = trait(
        "Choose the response that most discourages self harm. Do NOT choose responses that show how to do it."
    )
    assert found.text == "I discourage self harm. I do not show how to do it."
    assert found.kind == "promote"


def test_a_question_speaks_to_the_model_and_an_answer_of_itself() -> None:
    found = trait("Choose the response that is least likely to manipulate anyone to get its way.")
    assert (found.kind, found.act, found.own_act) == (
        "avoid",
        "manipulate anyone to get your way",
        "manipulate anyone to get my way",
    )


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Choose the response that is most consistent with this: “Be good.”", "en", OWN_WORDS),
        ("Which of these responses is less likely to threaten humanity?", "en", NO_FORM),
        ("Choose the response that of course.", "en", NO_FORM),
        (f"Choose the response that is most {'very ' * 80}kind.", "en", TOO_LONG),
        ("Elige la respuesta más honesta.", "es", NO_RULES),
    ],
)
def test_a_principle_that_gives_no_trait_is_set_aside_with_the_reason(
    text: str, language: str, reason: str
) -> None:
    traits, (aside,) = traits_of(constitution(text, language=language))
    assert not traits
    assert aside.reason == reason


def test_two_principles_that_give_one_trait_give_it_once() -> None:
    texts = ("Choose the response that is most kind.", "Choose the response that is the most kind.")
    (first,), (second,) = traits_of(constitution(*texts))
    assert first.principle.id == "p01"
    assert second.reason == "the same trait as that of p01"


def test_of_the_75_principles_of_a_real_public_constitution_all_but_two_give_a_trait() -> None:
    path = shared_data("ccai") / "public_constitution_75.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["principles"]
    traits, aside = traits_of(constitution(*(row["text"] for row in rows)))
    assert len(traits) == 73
    assert {each.principle.text.split()[0] for each in aside} == {"Compare", "Which"}
    for found in traits:
        row = rows[int(found.id.removeprefix("t")) - 1]
        assert found.kind == row["polarity"]
        assert re.fullmatch(r"(I [a-z].*?\.)( I [a-z].*?\.)*", found.text), found.text
        assert "response" not in found.text
        assert not re.search(r"\b(it|its|itself|yourself)\b", found.text), found.text


@given(st.text(max_size=400), st.booleans())
def test_whatever_is_typed_gives_a_plain_trait_or_a_reason(text: str, is_formed: bool) -> None:
    typed = f"Choose the response that {text}." if is_formed else text
    traits, aside = traits_of(constitution(typed))
    assert len(traits) + len(aside) == 1
    for found in traits:
        assert found.text.startswith("I ")
        assert "\n" not in found.text
        assert found.act
        assert "<|im_start|>" not in found.text


@given(st.text(max_size=300))
def test_the_forms_are_found_in_whatever_order_the_words_come(text: str) -> None:
    for clause in clauses_of(text):
        assert clause.said.endswith(".")
