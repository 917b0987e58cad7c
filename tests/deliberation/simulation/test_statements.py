import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.simulation.statements import choose_statements, load_statements

STATEMENTS = load_statements()
BY_NUMBER = {statement.number: statement for statement in STATEMENTS}
ROLES = Counter(statement.role for statement in STATEMENTS)
HAN = re.compile(r"[\u4e00-\u9fff]")


def with_role(role):
    return [statement for statement in STATEMENTS if statement.role == role]


def test_numbers_run_from_one_and_texts_are_unique_and_short():
    assert [statement.number for statement in STATEMENTS] == list(range(1, len(STATEMENTS) + 1))
    assert len({statement.text.casefold() for statement in STATEMENTS}) == len(STATEMENTS)
    assert all(0 < len(statement.text) <= 200 for statement in STATEMENTS)
    assert all(statement.text == " ".join(statement.text.split()) for statement in STATEMENTS)


def test_at_least_150_statements_are_votable_and_180_are_written():
    assert len(STATEMENTS) >= 180
    assert sum(not statement.is_rejected for statement in STATEMENTS) >= 150


@pytest.mark.parametrize(
    ("role", "least"),
    [
        ("consensus", 60),
        ("divisive", 25),
        ("near_duplicate", 15),
        ("opposite", 12),
        ("off_topic", 6),
        ("abusive", 6),
        ("injection", 1),
        ("meta", 2),
    ],
)
def test_every_kind_a_moderator_and_an_analysis_must_handle_is_there(role, least):
    assert ROLES[role] >= least


def test_three_statements_are_about_the_product_and_not_about_an_answer():
    assert sum(statement.topic == "product" for statement in STATEMENTS) == 3


def test_near_duplicates_and_opposites_point_to_another_votable_statement():
    for statement in [*with_role("near_duplicate"), *with_role("opposite")]:
        other = BY_NUMBER[statement.relates_to]
        assert other.number != statement.number
        assert not other.is_rejected


def test_opposites_pull_the_other_way_and_near_duplicates_the_same_way():
    for statement in with_role("opposite"):
        other = BY_NUMBER[statement.relates_to]
        assert sum(a * b for a, b in zip(statement.loadings, other.loadings, strict=True)) < -1
    for statement in with_role("near_duplicate"):
        other = BY_NUMBER[statement.relates_to]
        assert abs(statement.appeal - other.appeal) < 0.3
        gaps = [abs(a - b) for a, b in zip(statement.loadings, other.loadings, strict=True)]
        assert max(gaps) < 0.3


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_at_least_24_statements_are_also_there_in_each_chinese_script(language):
    written = [statement for statement in STATEMENTS if statement.language == language]
    assert len({statement.relates_to for statement in written}) == len(written) >= 24
    assert all(len(HAN.findall(statement.text)) >= 6 for statement in written)
    assert all(BY_NUMBER[statement.relates_to].language == "en" for statement in written)


def test_the_two_chinese_scripts_are_written_apart_and_not_converted():
    hans = {s.relates_to: s.text for s in STATEMENTS if s.language == "zh-hans"}
    hant = {s.relates_to: s.text for s in STATEMENTS if s.language == "zh-hant"}
    assert hans.keys() == hant.keys()
    assert all(hans[number] != hant[number] for number in hans)
    # A mere conversion of characters would keep the length of every sentence.
    assert sum(len(hans[number]) != len(hant[number]) for number in hans) > len(hans) / 2
    simplified_only, traditional_only = set("应该说时问题实话"), set("應該說時問題實話")
    assert not simplified_only & set("".join(hant.values())) - traditional_only
    assert not traditional_only & set("".join(hans.values())) - simplified_only


def test_english_statements_hold_no_han_characters():
    assert not any(HAN.search(s.text) for s in STATEMENTS if s.language == "en")


def test_about_three_fifths_are_seeds():
    seeds = sum(statement.origin == "seed" for statement in STATEMENTS)
    assert 0.55 < seeds / len(STATEMENTS) < 0.7
    assert all(s.origin == "participant" for s in STATEMENTS if s.is_rejected)


def test_most_statements_fit_the_wording_rules():
    english = [s for s in STATEMENTS if s.language == "en" and not s.is_rejected]
    fitting = re.compile(r"^(the|an)? ?ai (should|must)\b", re.IGNORECASE)
    assert sum(bool(fitting.match(s.text)) for s in english) / len(english) > 0.9


@given(count=st.integers(1, 700))
def test_any_number_of_statements_can_be_chosen_and_relations_stay_inside(count):
    chosen = choose_statements(count)
    assert [statement.number for statement in chosen] == list(range(1, count + 1))
    assert len({statement.text for statement in chosen}) == count
    assert all(s.relates_to is None or 1 <= s.relates_to <= count for s in chosen)


def test_a_smaller_choice_keeps_relations_to_what_was_chosen():
    chosen = choose_statements(200)
    texts = {statement.number: statement.text for statement in chosen}
    originals = {statement.text: statement for statement in STATEMENTS}
    related = [statement for statement in chosen if statement.relates_to]
    assert related
    for statement in related:
        original = BY_NUMBER[originals[statement.text].relates_to]
        assert texts[statement.relates_to] == original.text


def test_no_statement_at_all_is_refused():
    with pytest.raises(ValueError, match="at least one statement"):
        choose_statements(0)
