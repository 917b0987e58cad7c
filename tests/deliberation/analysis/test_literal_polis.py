"""Mode "polis" against a slow and literal second computation, on conversations made to be awkward."""

import json
import random
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.analysis.polis_groups import polis_groups
from deliberation.interchange.polis_math_files import read_captured_conversation
from deliberation.management.commands.polis_math import computed
from tests.deliberation.analysis import literal_polis
from tests.deliberation.analysis.literal_polis import Conversation


def awkward_conversation(seed: int, people: int, statements: int) -> Conversation:
    """Votes in no order, some cast again, ids with gaps, statements rejected, meta or never voted on."""
    chance = random.Random(seed)  # noqa: S311
    leaning = [chance.choice([-1, 1]) for _ in range(statements)]
    answers = chance.choice([0.15, 0.4, 0.9])
    events = []
    for person in range(people):
        camp = chance.choice([-1, 1])
        for statement in range(statements):
            if chance.random() < answers or not events:
                value = chance.choice([camp * leaning[statement], 1, 0, -1])
                events.append((float(chance.randrange(200)), person * 3 + 1, statement * 2, value))
    events += [
        (time + 1, p, s, chance.choice([-1, 0, 1]))
        for time, p, s, _ in chance.sample(events, len(events) // 9)
    ]
    chance.shuffle(events)
    everything = [statement * 2 for statement in range(statements)]
    return Conversation(
        events,
        rejected=set(chance.sample(everything, chance.randrange(statements // 3 + 1))),
        meta=set(chance.sample(everything, chance.randrange(statements // 4 + 1))),
    )


def chosen_groups(conversation: Conversation, seed: int, count: int) -> dict[int, list[int]]:
    """Groups of any shape, numbered with gaps; some people are in none."""
    chance = random.Random(seed)  # noqa: S311
    groups: dict[int, list[int]] = {}
    for person in conversation.people:
        groups.setdefault(chance.randrange(-1, count) * 2, []).append(person)
    groups.pop(-2, None)
    return {number: groups[number] for number in sorted(groups)}


def as_files(conversation: Conversation, groups: dict[int, list[int]] | None) -> dict[str, Any]:
    files: dict[str, Any] = {
        "votes": [
            {"pid": person, "tid": statement, "vote": value, "modified": str(int(time))}
            for time, person, statement, value in conversation.events
        ],
        "comments": [
            {
                "tid": number,
                "mod": -1 if number in conversation.rejected else 1,
                "is_meta": number in conversation.meta,
            }
            for number in sorted({*conversation.statements, *conversation.out, 9_999})
        ],
        "conversation": {"strict_moderation": True},
    }
    if groups is not None:
        people = [person for members in groups.values() for person in members]
        base = {"id": list(range(len(people))), "members": [[person] for person in people]}
        clusters = [
            {"id": number, "members": [people.index(person) for person in members]}
            for number, members in groups.items()
        ]
        files["math-pca2"] = {
            "base-clusters": base,
            "group-clusters": clusters,
            "tids": conversation.statements,
        }
    return files


def compute(conversation: Conversation, groups: dict[int, list[int]] | None = None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in as_files(conversation, groups).items():
            (folder / f"{file}.json").write_text(json.dumps(content))
        captured = read_captured_conversation(folder, with_reference=groups is not None)
        return computed(captured, with_reference=groups is not None)


conversations = st.builds(awkward_conversation, st.integers(0, 2**32), st.integers(1, 24), st.integers(1, 14))


@settings(max_examples=60, deadline=None)
@given(conversations)
def test_the_opinion_space(conversation: Conversation) -> None:
    answer = compute(conversation)
    pca, components = answer["pca"], np.array(answer["pca"]["comps"])
    assert list(answer["comment-priorities"]) == [str(number) for number in conversation.statements]
    assert pca["center"] == pytest.approx(literal_polis.center(conversation), abs=1e-12)
    assert_leading_directions(literal_polis.imputed_and_centred(conversation), components)
    places = [
        literal_polis.statement_position(conversation, components, column)
        for column in range(len(conversation.statements))
    ]
    projection = np.array(pca["comment-projection"]).T
    assert projection == pytest.approx(np.array(places), abs=1e-9)
    assert pca["comment-extremity"] == pytest.approx([np.hypot(*place) for place in places], abs=1e-9)
    assert list(answer["participants"]) == [str(person) for person in conversation.people]
    for person, found in answer["participants"].items():
        expected = literal_polis.position(conversation, components, int(person))
        assert [found["x"], found["y"]] == pytest.approx(expected, abs=1e-9)


def assert_leading_directions(matrix: np.ndarray, components: np.ndarray) -> None:
    """Where the two largest directions are well apart from the next, they are those of the matrix."""
    strengths, directions = np.zeros(3), np.zeros((3, matrix.shape[1]))
    _, singular, right = np.linalg.svd(matrix, full_matrices=False)
    strengths[: len(singular)], directions[: len(right)] = singular[:3] ** 2, right[:3]
    total = (singular**2).sum()
    for axis in range(2):
        apart = min(strengths[axis] - strengths[axis + 1], strengths[0] - strengths[1])
        if apart > 1e-3 * total:
            assert abs(components[axis] @ directions[axis]) == pytest.approx(1.0, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(conversations, st.integers(0, 2**32), st.integers(1, 4))
def test_everything_that_follows_from_given_groups(conversation: Conversation, seed: int, count: int) -> None:
    groups = chosen_groups(conversation, seed, count)
    answer = compute(conversation, groups)
    if groups:
        assert answer["group-aware-consensus"] == pytest.approx(
            {
                str(number): literal_polis.group_aware_consensus(conversation, groups, number)
                for number in conversation.statements
            },
            abs=1e-12,
        )
    expected_priorities = {
        str(number): literal_polis.priority(conversation, groups, number, extremity)
        for number, extremity in zip(conversation.statements, answer["pca"]["comment-extremity"], strict=True)
    }
    assert answer["comment-priorities"] == pytest.approx(expected_priorities, rel=1e-9)
    assert answer["groups"] == [{"id": n, "members": sorted(members)} for n, members in groups.items()]
    assert list(answer["repness"]) == [str(number) for number in groups]
    for number in groups:
        assert_same_entries(
            answer["repness"][str(number)], literal_polis.representative(conversation, groups, number)
        )


@settings(max_examples=60, deadline=None)
@given(conversations)
def test_majorities_are_those_of_everybody(conversation: Conversation) -> None:
    answer = compute(conversation)
    for direction in ("agree", "disagree"):
        assert_same_entries(answer["consensus"][direction], literal_polis.majorities(conversation, direction))


def assert_same_entries(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    assert [entry["tid"] for entry in found] == [entry["tid"] for entry in expected]
    for entry, other in zip(found, expected, strict=True):
        assert entry.keys() == other.keys()
        for name, value in other.items():
            assert entry[name] == (pytest.approx(value, rel=1e-6) if isinstance(value, float) else value)


@settings(max_examples=30, deadline=None)
@given(conversations)
def test_who_is_grouped(conversation: Conversation) -> None:
    answer = compute(conversation)
    grouped = [int(person) for person, found in answer["participants"].items() if found["group"] is not None]
    assert grouped == literal_polis.included(conversation)
    members = sorted(person for group in answer["groups"] for person in group["members"])
    assert members == sorted(grouped)


@pytest.mark.parametrize("people", [5, 16, 60, 100, 101, 140, 230])
def test_groups_of_points_in_their_order(people: int) -> None:
    generator = np.random.default_rng(people)
    camps = generator.normal(0, 2.5, (4, 2))[generator.integers(0, 4, people)]
    points = camps + generator.normal(0, 1, (people, 2))
    assert polis_groups(points).labels.tolist() == literal_polis.found_groups(points)


@pytest.mark.parametrize("seed", range(3))
def test_more_than_a_hundred_people_end_to_end(seed: int) -> None:
    conversation = awkward_conversation(seed, 130, 14)
    answer = compute(conversation)
    people = literal_polis.included(conversation)
    points = np.array([[answer["participants"][str(p)][axis] for axis in ("x", "y")] for p in people])
    labels = literal_polis.found_groups(points)
    assert [answer["participants"][str(person)]["group"] for person in people] == labels
