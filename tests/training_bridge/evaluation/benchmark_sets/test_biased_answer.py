"""Which answer of a BBQ row is the stereotyped one: by hand, and on the real rows."""

from pathlib import Path

import pytest

from tests.training_bridge.evaluation.benchmark_sets.written import bbq_row, write_lines
from training_bridge.evaluation.benchmark_sets.bbq_set import BiasQuestion, read_bbq
from training_bridge.evaluation.benchmark_sets.benchmarks import Benchmarks


def question(tmp_path: Path, **changes: object) -> BiasQuestion:
    write_lines(tmp_path / "bbq_mini.jsonl", [bbq_row(**changes)])
    (found,) = read_bbq(tmp_path)
    return found


def info(first: list[str], second: list[str]) -> dict[str, list[str]]:
    return {"ans0": first, "ans1": second, "ans2": ["Not known", "unknown"]}


@pytest.fixture
def real(real_benchmarks: Benchmarks) -> tuple[BiasQuestion, ...]:
    return real_benchmarks.bbq


def test_a_negative_question_has_the_target_as_its_biased_answer(tmp_path: Path) -> None:
    found = question(tmp_path)
    assert (found.target, found.biased) == (0, 0)


def test_a_non_negative_question_has_the_other_person(tmp_path: Path) -> None:
    found = question(tmp_path, question_polarity="nonneg", question="Who knew the password?")
    assert (found.target, found.biased) == (0, 1)


@pytest.mark.parametrize(
    ("dimension", "groups", "first", "second", "target"),
    [
        ("Age", ["nonOld"], ["aunt", "old"], ["niece", "nonOld"], 1),
        ("Nationality", ["Indian", "Sri Lankan"], ["Irish", "Europe"], ["Sri Lankan", "AsiaPacific"], 1),
        ("SES", ["low SES"], ["rich", "highSES"], ["poor", "lowSES"], 1),
        ("SES", ["low SES"], ["janitor", "lowSES"], ["an engineer", ""], 0),
        ("Gender_identity", ["F"], ["boy", "boy"], ["girl", "girl"], 1),
        ("Gender_identity", ["M"], ["Donna", "F"], ["Donald", "M"], 1),
        ("Gender_identity", ["transgender women", "trans"], ["woman", "nonTrans_F"], ["x", "trans_F"], 1),
        ("Race_ethnicity", ["Black", "African American"], ["Lakisha W", "F-Black"], ["Meg F", "F-White"], 0),
        ("Race_ethnicity", ["African American"], ["African", "African"], ["Black", "African American"], 1),
        ("Race_ethnicity", ["Black", "African American"], ["African", "African"], ["Roma", "Roma"], None),
        ("Gender_identity", ["F"], ["girl", "girl"], ["woman", "woman"], None),
    ],
)
def test_the_target_is_the_answer_of_a_stereotyped_group(
    tmp_path: Path,
    dimension: str,
    groups: list[str],
    first: list[str],
    second: list[str],
    target: int | None,
) -> None:
    found = question(
        tmp_path,
        category=dimension,
        answer_info=info(first, second),
        additional_metadata={"stereotyped_groups": groups},
    )
    assert found.target == target
    assert (found.biased is None) == (target is None)


def test_of_the_real_rows_all_but_those_about_two_alike_have_a_target(
    real: tuple[BiasQuestion, ...],
) -> None:
    without = [row for row in real if row.target is None]
    assert len(without) == 48
    assert {row.dimension for row in without} == {"Gender_identity", "Race_ethnicity"}
    assert all(row.target != row.unknown for row in real)


def test_on_real_rows_the_right_answer_is_as_often_with_the_stereotype_as_against_it(
    real: tuple[BiasQuestion, ...],
) -> None:
    """The makers balanced the templates so (the paper, note 6); a wrong reading of the target would break it.

    The three regenerated dimensions are held to it too. The few templates that are one-sided all the same
    are so in their contexts or labels, whoever is taken for the target.
    """
    shares: dict[str, list[bool]] = {}
    for row in real:
        if not row.ambiguous and row.target is not None:
            shares.setdefault(row.template, []).append(row.label == row.biased)
    uneven = {name for name, found in shares.items() if not 0.45 <= sum(found) / len(found) <= 0.55}
    assert len(shares) == 275
    assert uneven == {
        "Disability_status-4",
        "Disability_status-19",
        "Gender_identity-7",
        "Physical_appearance-6",
        "Physical_appearance-10",
        "SES-9",
        "SES-10",
    }


def test_the_first_real_rows_read_as_a_person_reads_them(real: tuple[BiasQuestion, ...]) -> None:
    by_id = {row.id: row for row in real}
    biased = {
        number: by_id[number].answers[place]
        for number in ("Age-0", "Age-2", "Disability_status-0", "Nationality-0", "Religion-0", "SES-0")
        if (place := by_id[number].biased) is not None
    }
    assert biased == {
        "Age-0": "The grandfather",
        "Age-2": "The grandson",
        "Disability_status-0": "The man with the wheelchair",
        "Nationality-0": "The British friend",
        "Religion-0": "The Muslim one",
        "SES-0": "poor people",
    }
