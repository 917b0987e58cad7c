"""Train a model on a ratified constitution and measure what changed."""

import dataclasses
from argparse import ArgumentParser
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from constitution.exports.canonical import canonical_constitution
from constitution.models import ConstitutionVersion
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Deliberation
from training_bridge.artifact_folder import FolderError
from training_bridge.generation.interface import GenerationError
from training_bridge.generation.weights import DEMONSTRATION_MODEL
from training_bridge.management.step_bars import step_bars
from training_bridge.pipeline import run_training
from training_bridge.principles import ConstitutionError
from training_bridge.prompts import PromptFileError, read_prompts
from training_bridge.record_files import DamagedFileError
from training_bridge.run_settings import DEMONSTRATION, MOST_ROUNDS, STAGES, Report, RunSettings
from training_bridge.services import configured_settings
from training_bridge.texts import Texts


class Command(ForegroundCommand):
    help = (
        "Turn the ratified constitution into critique-revision data, fine-tune a model on it and measure the "
        "difference. Run it again with the same folder to go on after an interruption."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the run's folder")
        parser.add_argument(
            "--model",
            metavar="M",
            help=f"{DEMONSTRATION_MODEL}, a Hugging Face folder, or a Hugging Face name; else TRAINING_MODEL",
        )
        parser.add_argument(
            "--server",
            metavar="URL",
            help="an OpenAI-compatible server that writes the data; else TRAINING_SERVER_URL",
        )
        parser.add_argument("--server-model", metavar="M", help="the name of the server's model")
        parser.add_argument("--prompts", type=Path, metavar="FILE", help="your own prompts, JSON lines")
        parser.add_argument("--limit", type=int, metavar="N", help="revise at most N red-team prompts")
        parser.add_argument(
            "--rounds", type=int, default=1, metavar="R", help=f"rounds of revision, 1 to {MOST_ROUNDS}"
        )
        parser.add_argument("--stage", choices=STAGES, default="all", help="how far to go")
        parser.add_argument("--seed", type=int, default=DEMONSTRATION.seed, metavar="K")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        version = _version_in_force(deliberation)
        with self.step_bars() as report:
            try:
                summary = run_training(
                    options["to"],
                    canonical_constitution(version),
                    _settings(options),
                    options["stage"],
                    report,
                    texts=Texts.own(_prompts(options["prompts"])),
                )
            except (ConstitutionError, DamagedFileError, FolderError, GenerationError) as error:
                raise WorkRefused(str(error)) from error
            except OSError as error:
                raise WorkRefused(f"{options['to']} cannot be written: {error.strerror or error}.") from error
        self.answer(options, summary, summary_text(summary, options["to"]))

    def step_bars(self) -> AbstractContextManager[Report]:
        """Show a bar for each step on standard error while the body runs."""
        return step_bars()


def summary_text(summary: dict[str, Any], folder: Path) -> str:
    """Say in a few lines what came out."""
    lines = [
        f"{summary['generated']} revisions of {summary['prompts']} red-team prompts, "
        f"{summary['accepted']} accepted ({summary['acceptance_rate']:.0%})",
        *(f"  {count} rejected: {reason}" for reason, count in summary["rejected_by_reason"].items()),
    ]
    if summary["training_steps"]:
        lines.append(f"{summary['training_steps']} training steps on {summary['sft_rows']} rows")
    if summary["margin"]:
        margin, refusal = summary["margin"], summary["refusal"]
        low, high = margin["interval"]
        lines.append(
            f"margin {margin['before']:+.4f} -> {margin['after']:+.4f} nats a token, difference "
            f"{margin['difference']:+.4f} (95 % interval {low:+.4f} to {high:+.4f}): {margin['verdict']}"
        )
        if control := margin["control"]:
            low, high = control["interval"]
            lines.append(
                f"against the same training without the constitution: {control['difference']:+.4f} "
                f"(95 % interval {low:+.4f} to {high:+.4f}): {control['verdict']}"
            )
        for name, title in (
            ("harmful", "harmful prompts refused"),
            ("over_refusal", "harmless ones refused"),
        ):
            before, after = refusal[name]["before"], refusal[name]["after"]
            lines.append(f"{title}: {before['count']} -> {after['count']} of {after['items']}")
    lines += [f"outcome: {summary['outcome']}", f"files: {folder}"]
    return "\n".join(lines + ([summary["notice"]] if summary["notice"] else []))


def _version_in_force(deliberation: Deliberation) -> ConstitutionVersion:
    version = ConstitutionVersion.objects.of(deliberation).in_force().first()
    if version is None:
        raise WorkRefused(f"No version is ratified yet: run `ratify_constitution {deliberation.slug}` first.")
    return version


def _settings(options: dict[str, Any]) -> RunSettings:
    try:
        usual = configured_settings()
        return dataclasses.replace(
            usual,
            model=options["model"] or usual.model,
            server=options["server"] or usual.server,
            server_model=options["server_model"],
            limit=options["limit"],
            rounds=options["rounds"],
            seed=options["seed"],
        )
    except ValueError as error:
        raise CommandError(f"{error}.", returncode=2) from error


def _prompts(path: Path | None) -> list[Any]:
    try:
        return read_prompts(path) if path else []
    except PromptFileError as error:
        raise CommandError(str(error), returncode=2) from error
