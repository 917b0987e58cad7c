"""Train a model on a ratified constitution and measure what changed."""

import dataclasses
import getpass
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.conf import settings as site_settings
from django.core.management.base import CommandError

from constitution.exports.canonical import canonical_constitution
from constitution.models import ConstitutionVersion
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Deliberation
from training_bridge.ablation.plan import refuse_unknown
from training_bridge.artifact_folder import FolderError
from training_bridge.cost import CostEstimate, Prices, estimate
from training_bridge.evaluation.benchmark_sets.benchmarks import NONE, read_benchmarks
from training_bridge.evaluation.benchmark_sets.data_files import BenchmarkError
from training_bridge.generation.interface import GenerationError
from training_bridge.generation.weights import DEMONSTRATION_MODEL
from training_bridge.management.addition_options import add_addition_options, with_additions
from training_bridge.management.cost_text import cost_text
from training_bridge.management.people_options import PeopleFileError, take_from_people
from training_bridge.management.prompt_options import add_prompt_options, prompt_settings
from training_bridge.management.step_bars import step_bars
from training_bridge.management.summary_text import summary_text, waiting_text
from training_bridge.models import TrainingRun
from training_bridge.pipeline import run_training, stages_of
from training_bridge.principles import ConstitutionError, read_constitution
from training_bridge.prompts import PromptFileError, read_prompts
from training_bridge.record_files import DamagedFileError
from training_bridge.run_settings import (
    DEMONSTRATION,
    MOST_ROUNDS,
    SCRIPTED,
    STAGES,
    Report,
    RunSettings,
)
from training_bridge.services import configured_settings
from training_bridge.sign_off import SignOffError
from training_bridge.sign_off_gate import WAITING, SignOffGate
from training_bridge.texts import Texts


class Command(ForegroundCommand):
    help = (
        "Turn the ratified constitution into critique-revision data and AI feedback, train a model on both "
        "and measure the difference. Run it again with the same folder to go on after an interruption."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the run's folder")
        parser.add_argument(
            "--stage",
            choices=STAGES,
            default="all",
            help="one stage with all that it needs; else all of them",
        )
        _add_models(parser)
        parser.add_argument("--prompts", type=Path, metavar="FILE", help="your own prompts, JSON lines")
        add_prompt_options(parser)
        add_addition_options(parser)
        parser.add_argument(
            "--evaluation-data",
            type=Path,
            metavar="DIR",
            help="a folder with XSTest, BBQ and GSM8K; else EVALUATION_DATA",
        )
        parser.add_argument("--limit", type=int, metavar="N", help="revise at most N red-team prompts")
        parser.add_argument(
            "--rounds", type=int, default=1, metavar="R", help=f"rounds of revision, 1 to {MOST_ROUNDS}"
        )
        parser.add_argument("--seed", type=int, default=DEMONSTRATION.seed, metavar="K")
        _add_consent(parser)
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        version = _version_in_force(deliberation)
        settings, texts = _settings(options), _texts(options)
        gate, write_what_people_said = _gate(options, deliberation), _from_people(options)
        constitution = canonical_constitution(version)
        _refuse_unknown(settings, constitution)
        try:
            expected = estimate(
                settings,
                read_constitution(constitution),
                texts,
                stages_of(options["stage"], settings),
                prices=_prices(options),
            )
            self.agree(expected, options)
            write_what_people_said()
            with self.step_bars() as report:
                summary = run_training(
                    options["to"],
                    constitution,
                    settings,
                    options["stage"],
                    report,
                    texts=texts,
                    gate=gate,
                    cost=expected.to_json(),
                )
        except (ConstitutionError, DamagedFileError, FolderError, GenerationError, SignOffError) as error:
            raise WorkRefused(str(error)) from error
        except OSError as error:
            raise WorkRefused(f"{options['to']} cannot be written: {error.strerror or error}.") from error
        if options.get("json") and summary["outcome"] == WAITING:
            self.stderr.write(waiting_text(options["to"]))
        self.answer(options, summary, summary_text(summary, options["to"], settings.additions))

    def agree(self, expected: CostEstimate, options: dict[str, Any]) -> None:
        """Show what the run will take, and start nothing that nobody agreed to.

        Raises:
            CommandError: nobody can be asked, or the answer was no.
        """
        if options["yes"]:
            return
        if not sys.stdin.isatty():
            raise CommandError(
                "Without a terminal nobody can be asked whether to start: add --yes. "
                f"{cost_text(expected).splitlines()[-1].capitalize()}.",
                returncode=2,
            )
        self.stderr.write(cost_text(expected))
        self.stderr.write("Start? [y/N] ", ending="")
        self.stderr.flush()
        if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
            raise WorkRefused("Nothing was started.")

    def step_bars(self) -> AbstractContextManager[Report]:
        """Show a bar for each step on standard error while the body runs."""
        return step_bars()


def _add_models(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--model",
        metavar="M",
        help=f"{DEMONSTRATION_MODEL}, a Hugging Face folder or name, or {SCRIPTED!r} for the whole chain "
        "without any model; else TRAINING_MODEL",
    )
    parser.add_argument(
        "--server",
        metavar="URL",
        help="an OpenAI-compatible server that writes the data; else TRAINING_SERVER_URL",
    )
    parser.add_argument("--server-model", metavar="M", help="the name of the server's model")
    parser.add_argument(
        "--judge", metavar="M", help="the model that compares answers; else the data's writer"
    )
    parser.add_argument("--judge-server", metavar="URL", help="the server behind which the judge is")
    parser.add_argument(
        "--price-read", type=float, default=0.0, metavar="X", help="price of a million tokens a server reads"
    )
    parser.add_argument(
        "--price-written", type=float, default=0.0, metavar="X", help="price of a million tokens it writes"
    )


def _add_consent(parser: ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="start without asking, whatever it takes")
    parser.add_argument(
        "--signed-off-by",
        metavar="NAME",
        help="the second person who has looked at the data; you are the first",
    )
    parser.add_argument("--as", dest="signed_as", metavar="NAME", help="your own name; else your account's")


def _version_in_force(deliberation: Deliberation) -> ConstitutionVersion:
    version = ConstitutionVersion.objects.of(deliberation).in_force().first()
    if version is None:
        raise WorkRefused(f"No version is ratified yet: run `ratify_constitution {deliberation.slug}` first.")
    return version


def _settings(options: dict[str, Any]) -> RunSettings:
    try:
        usual = configured_settings()
        scripted = options["model"] == SCRIPTED
        chosen = dataclasses.replace(
            usual,
            model=options["model"] or usual.model,
            # A server of the site's has no part in a run without any model.
            server=options["server"] or (None if scripted else usual.server),
            server_model=options["server_model"],
            judge=options["judge"],
            judge_server=options["judge_server"],
            limit=options["limit"],
            rounds=options["rounds"],
            seed=options["seed"],
            prompts=prompt_settings(options, usual.prompts),
        )
        return with_additions(options, chosen)
    except ValueError as error:
        raise CommandError(f"{error}.", returncode=2) from error


def _from_people(options: dict[str, Any]) -> Callable[[], None]:
    try:
        return take_from_people(options)
    except (PeopleFileError, DamagedFileError) as error:
        raise CommandError(f"{error}.", returncode=2) from error


def _refuse_unknown(settings: RunSettings, constitution: dict[str, Any]) -> None:
    """Say before an hour of training that what is to be left out does not exist."""
    try:
        refuse_unknown(settings.ablation.leave_out, constitution)
    except ValueError as error:
        raise CommandError(f"{error}.", returncode=2) from error


def _texts(options: dict[str, Any]) -> Texts:
    prompts, folder = options["prompts"], options["evaluation_data"] or site_settings.EVALUATION_DATA
    try:
        return Texts.own(
            read_prompts(prompts) if prompts else (), read_benchmarks(folder) if folder else NONE
        )
    except (PromptFileError, BenchmarkError) as error:
        raise CommandError(str(error), returncode=2) from error


def _prices(options: dict[str, Any]) -> Prices:
    read, written = options["price_read"], options["price_written"]
    if read < 0 or written < 0:
        raise CommandError("A price is at least 0.", returncode=2)
    return Prices(prompt_tokens=read, new_tokens=written)


def _gate(options: dict[str, Any], deliberation: Deliberation) -> SignOffGate:
    """Give the gate that two people open: whoever runs this, and whoever they name."""
    other, people = options["signed_off_by"], None
    if other is not None:
        people = (options["signed_as"] or getpass.getuser(), other)
    earlier = (run.artifact_folder for run in TrainingRun.objects.of(deliberation))
    folder = next((path for path in earlier if path.is_dir() and path != options["to"]), None)
    try:
        return SignOffGate(options["to"], people=people, earlier=folder)
    except SignOffError as error:
        raise CommandError(f"{error}.", returncode=2) from error
