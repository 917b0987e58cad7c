"""Which trainings an ablation takes: one without each thing left out, and its random controls. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.ablation.carried import Carried, NoGroupsError, what_groups_carried
from training_bridge.ablation.choices import Choice, read_choice
from training_bridge.ablation.settings import AblationSettings
from training_bridge.records import row_id

Row = Mapping[str, Any]
REVISION = "revision"


@dataclass(frozen=True)
class Training:
    """One training on fewer rows.

    Attributes:
        slug: the name of its folder.
        choice: what is left out.
        principles: the principles that choice stands for.
        rows_left_out: the ids of the rows it lacks.
        random: the number of the random control, from 1; 0 for the training without the choice itself.
    """

    slug: str
    choice: Choice
    principles: tuple[str, ...]
    rows_left_out: tuple[str, ...]
    random: int = 0


@dataclass(frozen=True)
class Plan:
    """What is trained, and what is not for which reason."""

    trainings: tuple[Training, ...]
    not_done: Mapping[str, str]
    carried: Carried | None
    no_groups: str


def make_plan(
    rows: Sequence[Row], constitution: Mapping[str, Any], settings: AblationSettings, *, seed: int
) -> Plan:
    """Settle what is left out, before anything is trained.

    Raises:
        ValueError: a principle or group that was named does not exist.
    """
    carried, no_groups = _carried(constitution)
    wanted = [read_choice(text) for text in settings.leave_out]
    check_choices(wanted, constitution, carried, no_groups)
    trainings: list[Training] = []
    not_done: dict[str, str] = {}
    for choice in wanted or default_choices(rows, carried):
        principles = (choice.name,) if choice.kind == "principle" else carried_by(carried, choice.name)
        left_out = rows_of(rows, principles)
        if reason := _nothing_to_do(rows, principles, left_out):
            not_done[str(choice)] = reason
            continue
        trainings.append(Training(choice.slug, choice, principles, left_out))
        trainings += [
            Training(
                f"{choice.slug}-random-{number}",
                choice,
                principles,
                random_rows(rows, left_out, seed=seed, number=number),
                number,
            )
            for number in range(1, settings.random_controls + 1)
        ]
    return Plan(tuple(trainings), not_done, carried, no_groups)


def refuse_unknown(leave_out: Sequence[str], constitution: Mapping[str, Any]) -> None:
    """Make sure, before a run starts, that what it will leave out exists. Raises ValueError otherwise."""
    check_choices([read_choice(text) for text in leave_out], constitution, *_carried(constitution))


def check_choices(
    choices: Sequence[Choice], constitution: Mapping[str, Any], carried: Carried | None, no_groups: str = ""
) -> None:
    """Make sure that everything named exists in the constitution. Raises ValueError where it does not."""
    known = [str(row["id"]) for row in constitution.get("principles", [])]
    for choice in choices:
        if choice.kind == "principle" and choice.name not in known:
            raise ValueError(
                f"there is no principle {choice.name[:40]} in the constitution: there are {', '.join(known)}"
            )
        if choice.kind == "group":
            if carried is None:
                raise ValueError(no_groups)
            carried.principles_of(choice.name)


def default_choices(rows: Sequence[Row], carried: Carried | None) -> list[Choice]:
    """Give the group whose principles have most training rows, or else the principle that has most.

    One thing alone, because each takes at least two trainings. The principle stands in where nobody can say
    which group carried what, or where that group carried everything.
    """
    counts = Counter(str(row["principle_id"]) for row in rows if row["kind"] == REVISION)
    if not counts:
        return []
    by_group = carried.by_group if carried is not None else {}
    totals = {group: sum(counts[each.principle_id] for each in owed) for group, owed in by_group.items()}
    group = min(totals, key=lambda name: (-totals[name], name), default=None)
    if group is not None and 0 < totals[group] < counts.total():
        return [Choice("group", group)]
    return [Choice("principle", min(counts, key=lambda name: (-counts[name], name)))]


def carried_by(carried: Carried | None, group: str) -> tuple[str, ...]:
    """Give the principles that a group carried; none where that is not known."""
    return carried.principles_of(group) if carried is not None else ()


def rows_of(rows: Sequence[Row], principles: Sequence[str]) -> tuple[str, ...]:
    """Give the ids of the rows that these principles brought about, in their order."""
    return tuple(
        str(row["id"]) for row in rows if row["kind"] == REVISION and row["principle_id"] in principles
    )


def without(rows: Sequence[Row], left_out: Sequence[str]) -> list[dict[str, Any]]:
    """Give the rows that are left, as they are and in their order."""
    gone = set(left_out)
    return [dict(row) for row in rows if row["id"] not in gone]


def random_rows(rows: Sequence[Row], left_out: Sequence[str], *, seed: int, number: int) -> tuple[str, ...]:
    """Draw as many rewritten rows as are left out, to leave out in their place.

    They are drawn among the rows of all other principles, and only where those are too few among all. Seed,
    number, and the ids of the rows decide.
    """
    gone = set(left_out)
    revisions = [str(row["id"]) for row in rows if row["kind"] == REVISION]
    others = [name for name in revisions if name not in gone]
    among = others if len(others) >= len(gone) else revisions
    about = row_id(*sorted(gone))
    drawn = sorted(among, key=lambda name: row_id("random control", str(seed), str(number), about, name))
    chosen = set(drawn[: len(gone)])
    return tuple(name for name in revisions if name in chosen)


def _carried(constitution: Mapping[str, Any]) -> tuple[Carried | None, str]:
    try:
        return what_groups_carried(constitution), ""
    except NoGroupsError as error:
        return None, str(error)


def _nothing_to_do(rows: Sequence[Row], principles: Sequence[str], left_out: Sequence[str]) -> str:
    """Say why a choice is not trained; empty where it is."""
    if not principles:
        return "this group carried no principle more than the others did"
    if not left_out:
        return "no training row came of it, so that leaving it out would change nothing"
    if len(left_out) == sum(row["kind"] == REVISION for row in rows):
        return (
            "every rewritten answer came of it: nothing of the constitution would be left to train on, and "
            "that training is the control"
        )
    return ""
