"""Whether a folder is a whole, unchanged training run: each file against manifest and JSON Schema. PURE.

    faults = check_folder(Path("run"))      # [] where there is nothing to find fault with

Folders of the first format are checked as well. Files that the project does not know are listed in the
manifest and otherwise left alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from training_bridge.artifact_folder import MANIFEST, is_passing
from training_bridge.data_rows import file_digests
from training_bridge.principles import ConstitutionError, read_constitution
from training_bridge.sign_off import SIGN_OFF, SignOffError, read_sign_off

FORMATS = ("concord-training-run/1", "concord-training-run/2")
MOST_FAULTS = 50
"""The check ends here: more faults say nothing new."""
SCHEMA_FILE = "training-run.schema.json"

_DOCUMENTS = {
    "run.json": "run",
    "summary.json": "summary",
    MANIFEST: "manifest",
    SIGN_OFF: "sign_off",
    "model.json": "model",
    "timings.json": "timings",
    "poisoning.json": "poisoning",
    "cost.json": "cost",
    "formats/annotated_pairs.json": "annotated_pairs",
    "formats/character_traits.json": "character_traits",
}
_ROWS = {
    "data/prompts.jsonl": "prompt",
    "data/critique_revisions.jsonl": "critique_revision",
    "data/legibility.jsonl": "legibility_row",
    "data/critic_flags.jsonl": "critic_row",
    "data/planted_faults.jsonl": "planted_fault",
    "people/reviews.jsonl": "row_review",
    "data/answer_pairs.jsonl": "answer_pair",
    "data/feedback.jsonl": "preference_pair",
    "data/conflicts.jsonl": "conflict_row",
    "data/human_items.jsonl": "human_item",
    "data/human_feedback.jsonl": "human_preference",
    "people/comparisons.jsonl": "human_comparison",
    "data/traits.jsonl": "trait",
    "data/character_answers.jsonl": "character_answer",
    "data/character_rankings.jsonl": "character_ranking",
    "data/character/train.jsonl": "dpo_row",
    "character/margins.jsonl": "trait_margin",
    "character/examples.jsonl": "trait_example",
    "data/sft/train.jsonl": "sft_row",
    "data/sft.jsonl": "first_sft_row",
    "data/dpo/train.jsonl": "dpo_row",
    "data/reward/train.jsonl": "reward_row",
    "data/grpo/train.jsonl": "grpo_row",
    "evaluation/margins.jsonl": "margin_row",
    "evaluation/answers.jsonl": "answer_row",
    "ablation/nearest.jsonl": "nearest_row",
}
_REQUIRED = ("run.json", MANIFEST, "constitution.json", "summary.json")
_TRAINING = re.compile(r"(?:(?:models/)?[a-z0-9-]+|ablation/[A-Za-z0-9-]+/model)/training\.json")
_ABLATION = {"left_out.json": "left_out", "train.jsonl": "sft_row"}
"""What lies in each folder of an ablation; every other file of rows was measured."""
_FEATURES = {
    "report.json": "feature_report",
    "features.jsonl": "feature_row",
    "steering.jsonl": "steering_row",
    "texts.jsonl": "feature_text",
}
"""What lies in each folder of a dictionary of features."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which file, where in it, and what."""

    file: str
    problem: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.file}{', ' + self.place if self.place else ''}: {self.problem}"


def check_folder(folder: Path) -> list[Fault]:
    """Find what is wrong with a run's folder, at most `MOST_FAULTS`; an empty list means nothing is."""
    known = _format_fault(folder)
    if known is not None:
        return [known]
    faults: list[Fault] = []
    for fault in _faults(folder):
        faults.append(fault)
        if len(faults) == MOST_FAULTS:
            break
    return faults


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that ships with the project."""
    text = resources.files("training_bridge.format").joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def definition_of(name: str) -> str | None:
    """Return which definition of the schema a file's content, or each of its rows, follows; None for none."""
    if name in _DOCUMENTS:
        return _DOCUMENTS[name]
    if name in _ROWS:
        return _ROWS[name]
    if _TRAINING.fullmatch(name):
        return "training"
    if re.fullmatch(r"evaluation/[^/]+\.jsonl", name):
        return "measured_row"
    if found := re.fullmatch(r"ablation/[^/]+/([^/]+)", name):
        return _ABLATION.get(found[1], "measured_row" if name.endswith(".jsonl") else None)
    if found := re.fullmatch(r"features/[^/]+/([^/]+)", name):
        return _FEATURES.get(found[1])
    return "record" if re.fullmatch(r"data/[^/]+\.jsonl", name) else None


def _format_fault(folder: Path) -> Fault | None:
    """Say why nothing else can be checked; None where it can."""
    path = folder / "run.json"
    if not path.is_file():
        return Fault("run.json", "is missing: this folder holds no training run")
    try:
        found = json.loads(path.read_bytes())["format"]
    except (OSError, ValueError, KeyError, TypeError):
        return Fault("run.json", "is damaged")
    if found in FORMATS:
        return None
    if isinstance(found, str) and found.startswith("concord-training-run/"):
        return Fault(
            "run.json", f"is of the format {found}, which is newer than this program knows ({FORMATS[-1]})"
        )
    return Fault("run.json", f"is of an unknown format: {found!r}")


def _faults(folder: Path) -> Iterator[Fault]:
    for name in _REQUIRED:
        if not (folder / name).is_file():
            yield Fault(name, "is missing")
    yield from _manifest_faults(folder)
    run = _read(folder / "run.json")
    expected = run.get("constitution_sha256") if isinstance(run, dict) else None
    yield from _constitution_faults(folder, expected)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        definition = definition_of(name)
        if definition is None or not path.is_file() or path.is_symlink():
            continue
        if name.endswith(".jsonl"):
            yield from _row_faults(path, name, definition, expected)
        else:
            yield from _document_faults(path, name, definition)
    yield from _sign_off_faults(folder)


def _manifest_faults(folder: Path) -> Iterator[Fault]:
    content = _read(folder / MANIFEST)
    if not isinstance(content, dict) or not isinstance(content.get("files"), dict):
        return
    for name, digest in content["files"].items():
        path = folder / name
        if Path(name).is_absolute() or ".." in Path(name).parts or not _lies_in(path, folder):
            yield Fault(MANIFEST, "names a file outside of the folder", name)
        elif not path.is_file():
            yield Fault(name, "is in the manifest and missing")
        elif _hash(path) != digest:
            yield Fault(name, "is not what the manifest says: it was changed or is damaged")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if is_passing(path.relative_to(folder)):
            continue
        if path.is_symlink():
            yield Fault(name, "is a link")
        elif path.is_file() and name not in (MANIFEST, *content["files"]):
            yield Fault(name, "is not in the manifest")


def _constitution_faults(folder: Path, expected: object) -> Iterator[Fault]:
    content = _read(folder / "constitution.json")
    if content is None:
        if (folder / "constitution.json").exists():
            yield Fault("constitution.json", "is damaged")
        return
    try:
        found = read_constitution(content).sha256
    except (ConstitutionError, AttributeError, TypeError, KeyError, ValueError) as error:
        yield Fault("constitution.json", str(error))
        return
    if found != expected:
        yield Fault("constitution.json", "is not the constitution that run.json names")
    summary = _read(folder / "summary.json")
    if isinstance(summary, dict) and summary.get("constitution_sha256") != expected:
        yield Fault("summary.json", "is of a run on another constitution")


def _document_faults(path: Path, name: str, definition: str) -> Iterator[Fault]:
    content = _read(path)
    if content is None:
        yield Fault(name, "is not JSON: it is damaged")
        return
    for error in _validator(definition).iter_errors(content):
        yield Fault(name, _short(error.message), _place(error.absolute_path))


def _row_faults(path: Path, name: str, definition: str, constitution: object) -> Iterator[Fault]:
    validator = _validator(definition)
    ids: set[str] = set()
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                row = json.loads(line)
            except ValueError:
                yield Fault(name, "is not JSON: the line is damaged", f"line {number}")
                continue
            for error in validator.iter_errors(row):
                yield Fault(name, _short(error.message), f"line {number}, {_place(error.absolute_path)}")
            if not isinstance(row, dict):
                continue
            if row.get("id") in ids:
                yield Fault(name, "an id comes twice", f"line {number}")
            ids.add(str(row.get("id")))
            origin = row.get("provenance") or row
            found = origin.get("constitution_sha256") if isinstance(origin, dict) else None
            if found is not None and found != constitution:
                yield Fault(name, "a row of a run on another constitution", f"line {number}")


def _sign_off_faults(folder: Path) -> Iterator[Fault]:
    try:
        signed = read_sign_off(folder)
    except SignOffError as error:
        yield Fault(SIGN_OFF, str(error))
        return
    found = file_digests(folder)
    for name, digest in (signed.data if signed else {}).items():
        if found.get(name) != digest:
            yield Fault(SIGN_OFF, "people signed other data than there is", name)


@lru_cache(maxsize=32)
def _validator(definition: str) -> Any:
    from jsonschema import Draft202012Validator

    content = schema()
    return Draft202012Validator({"$defs": content["$defs"], "$ref": f"#/$defs/{definition}"})


def _read(path: Path) -> Any:
    """Give a file's JSON; None where there is none."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _place(path: Any) -> str:
    return "/".join(map(str, path)) or "as a whole"


def _short(message: str) -> str:
    return message if len(message) <= 200 else message[:199] + "…"
