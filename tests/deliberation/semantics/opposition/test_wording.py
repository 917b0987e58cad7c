"""How English statements are put before the English encoder compares them."""

import pytest

from deliberation.semantics.opposition.wording import evened


@pytest.mark.parametrize(
    "text",
    [
        "The assistant must be polite.",
        "It ought to be polite.",
        "An AI has to be polite.",
        "Chatbots should be polite.",
    ],
)
def test_an_ai_is_an_ai_and_a_duty_a_duty_whatever_they_are_called(text: str) -> None:
    assert evened(text) == "AI should be polite."


def test_what_is_permitted_or_negated_stays_as_it_is() -> None:
    assert evened("A chatbot may not lie to a person.") == "AI may not lie to a person."


def test_an_it_that_is_no_subject_stays() -> None:
    assert evened("People should switch it off.") == "People should switch it off."
