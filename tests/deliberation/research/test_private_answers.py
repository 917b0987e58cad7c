"""Whoever reads what people said about themselves finds at least ten people alike."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.research.private_answers import shown_answers

PEOPLE = st.integers(0, 3).flatmap(
    lambda width: st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "c"])] * width), max_size=80)
)


@settings(max_examples=150, deadline=None)
@given(PEOPLE)
def test_every_row_of_answers_is_that_of_ten_people_or_says_nothing(people):
    shown = shown_answers(people)
    assert len(shown) == len(people)
    for answers, count in Counter(shown).items():
        assert count >= 10 or not any(answers)
    for said, told in zip(people, shown, strict=True):
        assert all(cell in ("", own) for own, cell in zip(said, told, strict=True))


def test_answers_that_many_gave_are_shown():
    people = [("young", "north")] * 10 + [("old", "south")] * 12
    assert shown_answers(people) == people


def test_a_rare_answer_takes_the_next_smallest_with_it():
    people = [("young",)] * 30 + [("old",)] * 12 + [("ancient",)] * 1
    assert Counter(shown_answers(people)) == {("young",): 30, ("",): 13}


def test_few_people_say_nothing_at_all():
    assert shown_answers([("young", "north")] * 9) == [("", "")] * 9
    assert shown_answers([]) == []
