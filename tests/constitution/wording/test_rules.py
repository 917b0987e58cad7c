from constitution.reading.rules_in_words import WORDING
from constitution.wording.rules import IN_A_SITUATION, REASONS, step


def test_every_rule_of_wording_has_words_for_everybody() -> None:
    assert set(WORDING) == set(REASONS)


def test_a_rule_in_a_situation_has_the_reason_of_the_rule() -> None:
    assert step("should VERB" + IN_A_SITUATION, "a", "b").why == REASONS["should VERB"]
