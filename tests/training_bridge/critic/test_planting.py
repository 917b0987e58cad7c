"""Faults planted by rule: each is where its record says, and nothing else of the row has changed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.critic.rows import helpful, sample_of, source
from training_bridge.critic.flagging import load_critic_shots
from training_bridge.critic.planting import (
    AGAINST,
    AGAINST_ANY,
    FALSE_CLAIMS,
    KINDS,
    KINDS_OF,
    PERSONAL_DETAILS,
    PLANTERS,
    REFUSALS,
    FaultKind,
    PlantedFault,
    plant_faults,
)
from training_bridge.critic.rows import SourceRow, sample
from training_bridge.critic.settings import CriticSettings


def plant(kind: FaultKind, row: SourceRow) -> tuple[str, str] | None:
    found = PLANTERS[kind](row, sample_of(row))
    return found and (found[0], found[1].of(found[0]))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_fault_stands_where_the_record_says(kind: FaultKind) -> None:
    row = helpful("row") if kind == "refusal" else source("row")
    found = plant(kind, row)
    assert found is not None
    answer, fault = found
    assert fault and fault in answer and answer != row.answer
    if kind in {"false claim", "personal detail", "first response", "against the principle"}:
        assert " ".join(answer.replace(fault, " ").split()) == row.answer


def test_the_replaced_answer_lends_a_sentence_unless_it_declined() -> None:
    found = plant("first response", source("row"))
    assert found is not None and found[1] == "Sure, you can simply open the letters over hot steam at night."
    assert (
        plant("first response", source("row", first_response="I am sorry, I can't help with that.")) is None
    )
    assert plant("first response", helpful("row")) is None


def test_a_principle_is_contradicted_in_its_own_words() -> None:
    found = plant("against the principle", source("row"))
    assert found is not None and found[1] == "It does not matter at all whether a response is most honest."
    free = plant("against the principle", source("row", principle_text="Be kind to animals!"))
    assert free is not None and free[1] == "Nobody needs to care about this rule here: Be kind to animals."


def test_an_answer_is_cut_off_in_its_last_sentence() -> None:
    assert plant("cut off", source("row", answer="First. One two three four five six.")) == (
        "First. One two three",
        "One two three",
    )
    assert plant("cut off", source("row", answer="Too short.")) is None


def test_kinds_follow_one_another_and_one_that_cannot_be_planted_makes_room_for_the_next() -> None:
    rows = [source(f"row {number}") for number in range(6)]
    kinds = [fault.kind for fault in plant_faults(sample_of(*rows), name_of_set="set", seed=1)]
    assert sorted(kinds) == sorted(KINDS_OF["revision"])
    declined = source("row", first_response="I cannot help you.")
    assert plant_faults(sample_of(declined), name_of_set="set", seed=1)[0].kind == "against the principle"


def test_the_same_seed_gives_the_same_faults_and_another_set_other_ids() -> None:
    rows = sample_of(source("one"), helpful("two"))
    first = plant_faults(rows, name_of_set="set", seed=1)
    assert first == plant_faults(rows, name_of_set="set", seed=1)
    other = plant_faults(rows, name_of_set="other", seed=1)
    assert not {each.row_id for each in first} & {each.row_id for each in other}
    assert not {each.id for each in first} & {each.id for each in other}


def test_a_fault_survives_its_file() -> None:
    for fault in plant_faults(sample_of(source("one"), helpful("two")), name_of_set="set", seed=1):
        assert PlantedFault.from_json(json.loads(json.dumps(fault.to_json()))) == fault


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 12), st.integers(0, 12))
def test_no_row_is_both_read_as_it_is_and_changed(
    revisions: int, examples: int, rows: int, planted: int
) -> None:
    all_rows = [source(f"r{n}") for n in range(revisions)] + [helpful(f"h{n}") for n in range(examples)]
    drawn = sample(all_rows, CriticSettings(rows=rows, planted=planted), 1)
    parts = [{row.id for row in part} for part in (drawn.untouched, drawn.to_plant, drawn.elsewhere)]
    assert sum(map(len, parts)) == len(all_rows) == len(set.union(*parts))
    assert len(drawn.to_plant) <= planted + 1 and len(drawn.to_plant) <= len(all_rows) / 2


def test_no_example_that_a_critic_reads_has_a_planted_sentence_in_it() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.lower().split()
        return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}

    examples = set().union(*(runs(f"{shot.prompt} {shot.answer}") for shot in load_critic_shots()))
    for text in (*FALSE_CLAIMS, *REFUSALS, *PERSONAL_DETAILS, AGAINST, AGAINST_ANY):
        assert not runs(text) & examples


def test_settings_by_which_nothing_could_be_found_out_are_refused() -> None:
    for settings in ({"rows": 0}, {"planted": -1}, {"helpful_share": 2}, {"flags": 0}, {"tokens": 1}):
        with pytest.raises(ValueError, match=r"must|needs"):
            CriticSettings(**settings)


def test_nothing_that_writes_training_rows_reads_the_file_of_planted_faults() -> None:
    package = Path("training_bridge")
    readers = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "planted_faults" in path.read_text(encoding="utf-8")
    ]
    assert set(readers) <= {"artifact_folder.py", "stages/critic.py", "critic/planting.py", "format/check.py"}
