"""The folder a training run leaves behind: where things lie, whose folder it is, and its manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from training_bridge.cards.writing import write_cards
from training_bridge.data_card import data_card
from training_bridge.record_files import json_bytes, write_json, write_whole

RUN_FORMAT = "concord-training-run/2"
MANIFEST = "manifest.json"


Comparable = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class FolderError(ValueError):
    """The folder cannot be used for this run; the message says why."""


class ArtifactFolder:
    """The paths of one run."""

    def __init__(self, root: Path) -> None:
        """Name the folder; nothing is created yet."""
        self.root = root
        self.constitution = root / "constitution.json"
        self.run = root / "run.json"
        self.cost = root / "cost.json"
        self.sign_off = root / "sign_off.json"
        self.data = root / "data"
        self.prompts = self.data / "prompts.jsonl"
        self.tailored_candidates = self.data / "tailored_candidates.jsonl"
        self.critique_revisions = self.data / "critique_revisions.jsonl"
        self.legibility = self.data / "legibility.jsonl"
        self.critic_flags = self.data / "critic_flags.jsonl"
        self.planted_faults = self.data / "planted_faults.jsonl"
        self.feedback = self.data / "feedback.jsonl"
        self.conflicts = self.data / "conflicts.jsonl"
        self.human_items = self.data / "human_items.jsonl"
        self.human_feedback = self.data / "human_feedback.jsonl"
        self.traits = self.data / "traits.jsonl"
        self.character_answers = self.data / "character_answers.jsonl"
        self.people = root / "people"
        self.comparisons = self.people / "comparisons.jsonl"
        self.reviews = self.people / "reviews.jsonl"
        self.ablation = root / "ablation"
        self.features = root / "features"
        self.supervised = self.training_rows("sft")
        self.recipes = root / "recipes"
        self.models = root / "models"
        self.adapter = self.model_of("sft")
        self.control = self.model_of("control")
        self.evaluation = root / "evaluation"
        self.margins = self.evaluation / "margins.jsonl"
        self.answers = self.evaluation / "answers.jsonl"
        self.formats = root / "formats"
        self.poisoning = root / "poisoning.json"
        self.model = root / "model.json"
        self.timings = root / "timings.json"
        self.usage = root / "usage.json"
        self.summary = root / "summary.json"
        self.readme = root / "README.md"
        self.manifest = root / MANIFEST

    def training_rows(self, stage: str) -> Path:
        """Name the file of rows that a stage trains on, in a folder of its own as TRL reads it."""
        return self.data / stage / "train.jsonl"

    def model_of(self, method: str) -> Path:
        """Name the folder of an adapter: of "sft", "control", "reward", "dpo" or "grpo"."""
        return self.models / method

    def suite(self, name: str) -> Path:
        """Name the file of what one suite measured."""
        return self.evaluation / f"{name}.jsonl"

    def claim(
        self, constitution: Mapping[str, Any], identity: Mapping[str, Any], comparable: Comparable
    ) -> None:
        """Make the folder this run's, or make sure that it already is.

        `comparable` gives the part of what makes a run that has to be the same when it goes on.

        Raises:
            FolderError: the folder holds something else, or a run with another constitution or settings.
        """
        if self.root.exists() and not self.root.is_dir():
            raise FolderError(f"{self.root} is not a folder")
        wanted = {"format": RUN_FORMAT, **identity}
        if self.run.exists():
            try:
                found = json.loads(self.run.read_bytes())
            except ValueError as error:
                raise FolderError(f"{self.run} is damaged") from error
            # Through JSON, so that tuples and lists compare alike.
            wanted = json.loads(json.dumps(wanted))
            if comparable(found) != comparable(wanted):
                raise FolderError(
                    f"{self.root} holds a run with other settings, texts or constitution: name another folder"
                )
            if found != wanted:
                write_json(self.run, wanted)
            return
        if self.root.exists() and not self._was_only_begun(constitution):
            raise FolderError(f"{self.root} is not empty and holds no training run")
        write_json(self.constitution, constitution)
        write_json(self.run, wanted)

    def _was_only_begun(self, constitution: Mapping[str, Any]) -> bool:
        """Say whether the folder is empty, or a claim ended right after its first file."""
        left = [path for path in self.root.iterdir() if not is_passing(path.relative_to(self.root))]
        return not left or (
            left == [self.constitution] and self.constitution.read_bytes() == json_bytes(constitution)
        )

    def write_manifest(self) -> dict[str, str]:
        """List every file with its SHA-256; partial files and checkpoints are left out."""
        files = {
            path.relative_to(self.root).as_posix(): _hash(path)
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and path != self.manifest and not is_passing(path.relative_to(self.root))
        }
        write_json(self.manifest, {"format": RUN_FORMAT, "files": files})
        return files

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Write summary, cards and, last of all, the manifest over them."""
        write_json(self.summary, summary)
        write_cards(self.root, summary)
        write_whole(self.readme, data_card(summary).encode())
        self.write_manifest()


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_passing(relative: Path) -> bool:
    """Say whether a file, by its name in the folder, only passes through it: half-written, or made again."""
    return relative.name.endswith(".partial") or not {"checkpoints", "weights"}.isdisjoint(relative.parts)
