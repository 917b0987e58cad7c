"""The polis_math command: Polis' own results under Polis' own names, without a database."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from tests.shared_data import shared_data

CAPTURED = ["below-100-ptpts", "150ptpt-3gp-no-strict-no-meta"]


def run(folder: Path, *options: str) -> str:
    output, errors = StringIO(), StringIO()
    call_command("polis_math", str(folder), *options, stdout=output, stderr=errors)
    assert errors.getvalue() == ""
    return output.getvalue()


def answer(folder: Path, *options: str) -> dict[str, Any]:
    lines = run(folder, "--json", *options).splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


@pytest.fixture(scope="module", params=CAPTURED)
def held(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    folder = shared_data(f"polis-math/{request.param}")
    reference = json.loads((folder / "math-pca2.json").read_text(encoding="utf-8"))
    return answer(folder), reference


def test_the_answer_has_these_parts_and_no_others(held: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found, _ = held
    assert list(found) == [
        "pca", "participants", "group-aware-consensus", "comment-priorities", "consensus", "repness",
        "groups",
    ]  # fmt: skip
    assert list(found["pca"]) == ["center", "comps", "comment-projection", "comment-extremity"]
    assert list(found["consensus"]) == ["agree", "disagree"]
    assert all(list(place) == ["x", "y", "group"] for place in found["participants"].values())


def test_the_opinion_space_is_that_of_polis(held: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found, reference = held[0]["pca"], held[1]["pca"]
    components, theirs = np.array(found["comps"]), np.array(reference["comps"])
    sign = np.sign(np.sum(components * theirs, axis=1))[:, None]
    assert -np.array(found["center"]) == pytest.approx(np.array(reference["center"]), abs=1e-6)
    assert components * sign == pytest.approx(theirs, abs=1e-6)
    projection = -np.array(found["comment-projection"]) * sign
    assert projection == pytest.approx(np.array(reference["comment-projection"]), abs=1e-6)
    extremity = pytest.approx(reference["comment-extremity"], abs=1e-6)
    assert found["comment-extremity"] == extremity


def test_people_stand_where_polis_puts_them(held: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found, reference = held
    sign = np.sign(np.sum(np.array(found["pca"]["comps"]) * np.array(reference["pca"]["comps"]), axis=1))
    base = reference["base-clusters"]
    for members, x, y in zip(base["members"], base["x"], base["y"], strict=True):
        places = [[found["participants"][str(p)][axis] for axis in ("x", "y")] for p in members]
        assert -np.mean(places, axis=0) * sign == pytest.approx([x, y], abs=1e-6)


def test_statements_have_the_consensus_and_priority_of_polis(
    held: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    found, reference = held
    assert found["group-aware-consensus"] == pytest.approx(reference["group-aware-consensus"], abs=1e-12)
    assert found["comment-priorities"] == pytest.approx(reference["comment-priorities"], rel=1e-9)


def test_the_lists_are_those_of_polis_in_its_order_and_with_its_fields(
    held: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    found, reference = held
    pairs = [(found["consensus"][way], reference["consensus"][way]) for way in ("agree", "disagree")]
    assert found["repness"].keys() == reference["repness"].keys()
    pairs += [(found["repness"][group], reference["repness"][group]) for group in reference["repness"]]
    for ours, theirs in pairs:
        assert len(ours) == len(theirs)
        for entry, expected in zip(ours, theirs, strict=True):
            assert entry.keys() == expected.keys()
            exact = {name for name, value in expected.items() if not isinstance(value, float)}
            assert {name: entry[name] for name in exact} == {name: expected[name] for name in exact}
            for name in expected.keys() - exact:
                assert entry[name] == pytest.approx(expected[name], rel=1e-12)


def test_the_groups_are_those_of_the_reference(held: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found, reference = held
    sizes = {group["id"]: len(group["members"]) for group in found["groups"]}
    expected = {int(number): votes["n-members"] for number, votes in reference["group-votes"].items()}
    assert sizes == expected
    for group in found["groups"]:
        assert {found["participants"][str(person)]["group"] for person in group["members"]} == {group["id"]}


@pytest.mark.parametrize("name", CAPTURED)
def test_groups_found_here_come_with_everything_else(name: str) -> None:
    folder = shared_data(f"polis-math/{name}")
    own, given = answer(folder, "--groups", "own"), answer(folder, "--groups", "reference")
    assert own["pca"] == given["pca"]
    assert own["consensus"] == given["consensus"]
    assert [group["id"] for group in own["groups"]] == list(range(len(own["groups"])))
    assert list(own["repness"]) == [str(group["id"]) for group in own["groups"]]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    votes = [
        {
            "pid": person,
            "tid": statement,
            "vote": 1 if (person < 9) == (statement < 4) else -1,
            "created": person,
        }
        for person in range(18)
        for statement in range(8)
    ]
    (tmp_path / "votes.json").write_text(json.dumps(votes))
    statements = [{"tid": number, "mod": 1, "is_meta": number == 7} for number in range(9)]
    (tmp_path / "comments.json").write_text(json.dumps(statements))
    (tmp_path / "conversation.json").write_text("{}")
    return tmp_path


def test_without_a_reference_groups_are_found_here(small: Path) -> None:
    found = answer(small)
    assert [group["members"] for group in found["groups"]] == [list(range(9)), list(range(9, 18))]
    assert found["comment-priorities"]["7"] == 49
    assert "8" not in found["comment-priorities"]
    assert found["pca"]["center"][7] == 0


def test_the_table_tells_the_same_to_people(small: Path) -> None:
    text = run(small)
    assert "18 participants, 8 statements" in text
    assert "opinion groups (own) 0: 9, 1: 9" in text
    assert "most people agree: on nothing" in text
    assert "49.0000" in text


def test_an_empty_conversation_has_an_empty_answer(small: Path) -> None:
    (small / "votes.json").write_text("[]")
    found = answer(small)
    assert found["pca"] == {
        "center": [],
        "comps": [[], []],
        "comment-projection": [[], []],
        "comment-extremity": [],
    }
    assert found["participants"] == found["comment-priorities"] == found["repness"] == {}
    assert found["groups"] == []


def test_wrong_files_end_in_one_sentence(small: Path) -> None:
    (small / "votes.json").write_text('[{"pid": 1, "tid": 1, "vote": 5}]')
    for folder, options, reason in (
        (small / "nowhere", [], "is not a folder"),
        (small, [], r"votes\.json: entry 0: vote must be -1, 0 or 1, not 5"),
        (small, ["--groups", "other"], "invalid choice"),
    ):
        with pytest.raises(CommandError, match=reason):
            run(folder, *options)
    (small / "votes.json").write_text("[]")
    with pytest.raises(CommandError, match=r"math-pca2\.json: cannot be read") as refusal:
        run(small, "--groups", "reference")
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)
