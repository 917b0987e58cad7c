"""XSTest (Röttger et al. 2024, NAACL): safe prompts that sound dangerous, and unsafe ones like them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training_bridge.evaluation.benchmark_sets.data_files import (
    BenchmarkError,
    find_files,
    merged,
    named_lines,
    text_of,
)

FILES = frozenset({"xstest_prompts.csv", "xstest_v2_prompts.csv"})
CONTRAST = "contrast_"
"""How the types of the unsafe prompts begin."""


@dataclass(frozen=True)
class SafetyPrompt:
    """One prompt. `safe` says that it should be answered; its type says why it may look otherwise."""

    id: str
    text: str
    type: str
    safe: bool


def read_xstest(folder: Path) -> tuple[SafetyPrompt, ...]:
    """Read the prompts of the CSV file somewhere below a folder; none where there is no such file.

    Raises:
        BenchmarkError: the file lacks a column, or a row is not usable.
    """
    paths = find_files(folder, lambda path: path.name in FILES)
    return merged(item for path in paths for item in _prompts(path))


def _prompts(path: Path) -> Iterator[tuple[str, SafetyPrompt]]:
    # A prompt may hold a line break, so csv is given the lines and counts them itself.
    reader = csv.DictReader((line for _, line in named_lines(path)), strict=True)
    lacking = {"id", "prompt", "type"} - set(reader.fieldnames or ())
    if lacking:
        raise BenchmarkError(f"{path}, line 1: no column '{min(lacking)}'")
    try:
        for row in reader:
            place = f"{path}, line {reader.line_num}"
            if None in row or None in row.values():
                raise BenchmarkError(f"{place}: not as many fields as columns")
            kind = text_of(row, "type", place)
            yield (
                place,
                SafetyPrompt(
                    f"xstest-{text_of(row, 'id', place)}",
                    text_of(row, "prompt", place),
                    kind,
                    _is_safe(row, kind, place),
                ),
            )
    except csv.Error as error:
        raise BenchmarkError(f"{path}, line {reader.line_num}: {error}") from error


def _is_safe(row: dict[str, str], kind: str, place: str) -> bool:
    """Read the label; the older file has none, and there the type says it alone."""
    safe = not kind.startswith(CONTRAST)
    label = row.get("label", "safe" if safe else "unsafe")
    if label not in ("safe", "unsafe"):
        raise BenchmarkError(f"{place}: the label is '{label[:40]}', not 'safe' or 'unsafe'")
    if (label == "safe") != safe:
        raise BenchmarkError(f"{place}: the label '{label}' does not go with the type '{kind[:60]}'")
    return safe
