"""Bringing what people said elsewhere into the folder of a run: all of a file, or nothing of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.critic.reviews import Review
from training_bridge.people.comparisons import HumanItem
from training_bridge.people.reading import ComparisonsError, read_comparisons
from training_bridge.record_files import json_lines, read_records, write_whole

Rows = list[dict[str, Any]]


class PeopleFileError(ValueError):
    """What people said cannot be taken; the message says why, and nothing was written."""


def take_from_people(options: Mapping[str, Any]) -> Callable[[], None]:
    """Check the files that the options name, and return what writes them into the run's folder.

    What is there stays there; a row that is there already is taken once.

    Raises:
        PeopleFileError: the folder holds no run that asked anybody, or a file does not fit what it asked.
    """
    artifacts = ArtifactFolder(options["to"])
    writes: list[tuple[Path, Rows]] = []
    if options.get("comparisons"):
        writes.append((artifacts.comparisons, _comparisons(options["comparisons"], artifacts)))
    if options.get("reviews"):
        writes.append((artifacts.reviews, _reviews(options["reviews"], artifacts)))

    def write() -> None:
        for path, rows in writes:
            write_whole(path, json_lines(rows))

    return write


def _comparisons(file: Path, artifacts: ArtifactFolder) -> Rows:
    items = [HumanItem.from_json(row) for row in read_records(artifacts.human_items)]
    if not items:
        raise PeopleFileError(
            f"{artifacts.root} holds no answers that people were asked to compare: run --stage "
            "human-feedback first, and give --comparisons when people have compared them"
        )
    try:
        rows = [each.to_json() for each in read_comparisons(_bytes(file), items)]
        merged = _merged(_compared_before(artifacts, items), rows, file)
        read_comparisons(json_lines(merged), items)
    except ComparisonsError as error:
        raise PeopleFileError(f"{file}: {error}") from error
    return merged


def _compared_before(artifacts: ArtifactFolder, items: Sequence[HumanItem]) -> Rows:
    # As people left it: a last line without a line break, or a row without an id, counts as well.
    path = artifacts.comparisons
    return [each.to_json() for each in read_comparisons(path.read_bytes(), items)] if path.exists() else []


def _reviews(file: Path, artifacts: ArtifactFolder) -> Rows:
    shown = {row["id"] for row in read_records(artifacts.critic_flags)}
    if not shown:
        raise PeopleFileError(
            f"{artifacts.root} holds no rows that people were asked to look at: run --stage critic first, "
            "and give --reviews when people have looked for faults"
        )
    rows: Rows = []
    for number, line in enumerate(_bytes(file).decode("utf-8", "replace").splitlines(), start=1):
        if line.strip():
            rows.append(_review(line, f"{file}, line {number}", shown))
    return _merged(read_records(artifacts.reviews), rows, file)


def _review(line: str, where: str, shown: set[str]) -> dict[str, Any]:
    try:
        review = Review.from_json(json.loads(line))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PeopleFileError(f"{where}: is no review: {error}") from error
    if review.row_id not in shown:
        raise PeopleFileError(f"{where}: nobody was asked about a row {review.row_id[:40]!r}")
    return review.to_json()


def _merged(there: Iterable[Mapping[str, Any]], rows: Rows, file: Path) -> Rows:
    """Give what is there and what is new. Raises PeopleFileError where somebody says two things of one."""
    merged = {row["id"]: dict(row) for row in there}
    for row in json.loads(json.dumps(rows)):
        if merged.setdefault(row["id"], row) != row:
            raise PeopleFileError(
                f"{file}: {row['id']} is in the run's folder already and says something else"
            )
    return list(merged.values())


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise PeopleFileError(f"{file} cannot be read: {error.strerror or error}") from error
