"""The judge's examples and the comparisons with an obvious winner keep the rules of the data's README."""

import re
from collections import Counter

from training_bridge.feedback.judged_pairs import load_judged_pairs, right_answers
from training_bridge.feedback.judging import Judgement
from training_bridge.feedback.transcripts import load_judge_shots

HALVES = [load_judged_pairs("development"), load_judged_pairs("held-out")]


def word_runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def judgement(name: str, p_first: float) -> Judgement:
    return Judgement(name, p_first, p_first, p_first, True, None, None, -1.0, -1.0, -1.0, -1.0, 0.5)


def test_there_are_forty_pairs_in_each_half_and_each_principle_is_in_both() -> None:
    development, held_out = HALVES
    assert len(development) == len(held_out) == 40
    assert Counter(pair.principle for pair in development) == Counter(pair.principle for pair in held_out)


def test_a_judge_that_goes_by_length_gets_about_half_of_them() -> None:
    for pairs in HALVES:
        assert 16 <= sum(len(pair.better) > len(pair.worse) for pair in pairs) <= 24


def test_a_judge_that_goes_by_place_in_one_order_gets_half_of_them() -> None:
    for pairs in HALVES:
        assert sum(pair.better_is_first for pair in pairs) == 20


def test_an_answer_counts_as_right_only_if_the_better_one_is_likelier() -> None:
    for pairs in HALVES:
        for p_first, right in ((1.0, 20), (0.0, 20), (0.5, 0)):
            assert right_answers(pairs, [judgement(pair.id, p_first) for pair in pairs]) == right
        perfect = [judgement(pair.id, 0.9 if pair.better_is_first else 0.1) for pair in pairs]
        assert right_answers(pairs, perfect) == 40


def test_the_comparison_shows_both_answers_under_their_principle() -> None:
    for pair in HALVES[1]:
        asked = pair.comparison()
        assert {asked.first, asked.second} == {pair.better, pair.worse}
        assert (asked.first == pair.better) == pair.better_is_first
        assert asked.principle_text == pair.principle


def test_the_examples_share_no_run_of_six_words_with_the_pairs_but_the_words_of_a_principle() -> None:
    shots = load_judge_shots()
    shown = set[tuple[str, ...]]().union(
        *(word_runs(text) for shot in shots for text in (shot.prompt, shot.first, shot.second))
    )
    asked = set[tuple[str, ...]]().union(
        *(
            word_runs(text)
            for half in HALVES
            for pair in half
            for text in (pair.prompt, pair.better, pair.worse)
        )
    )
    assert shown & asked == set()


def test_reasons_name_the_better_answer_by_its_letter_and_are_short() -> None:
    for shot in load_judge_shots():
        assert re.search(r"\b[AB]\b", shot.reasons)
        assert len(shot.reasons.split()) <= 30
