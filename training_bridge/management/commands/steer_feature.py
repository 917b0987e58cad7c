"""Answer a prompt with one feature of a run's dictionary held at another value."""

import dataclasses
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from training_bridge.features.dictionary import load
from training_bridge.features.steering import Steering, steer
from training_bridge.generation.interface import GenerationError
from training_bridge.generation.weights import load_model
from training_bridge.management.run_folder import run_folder


class Command(BaseCommand):
    help = "Answer a prompt as the model is, and with one feature scaled or clamped, side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", help="the run's public id or its folder, with a dictionary in features/")
        parser.add_argument("--feature", type=int, required=True, help="the feature's number")
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument(
            "--scale", type=float, help="times its activation; 0 turns it off, 1 changes nothing"
        )
        how.add_argument("--clamp", type=float, help="in place of its activation, at every token")
        parser.add_argument("--prompt", required=True, help="what the model is asked")
        parser.add_argument("--dictionary", help="which folder of features/ (default: the only one)")
        parser.add_argument("--tokens", type=int, default=40, help="length of the answers (default 40)")
        parser.add_argument("--json", action="store_true", help="end with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        found = _dictionary(run_folder(options["run"]), options["dictionary"])
        report = json.loads((found / "report.json").read_bytes())
        size = report["settings"]["size"]
        if not 0 <= options["feature"] < size:
            raise CommandError(f"there is no feature {options['feature']}: they go from 0 to {size - 1}")
        try:
            model = load_model(report["provenance"]["model"])
        except GenerationError as error:
            raise CommandError(str(error)) from error
        if model.sha256 != report["provenance"]["model_sha256"]:
            raise CommandError("the weights are not those that the dictionary was learnt from")
        sae = load(found / "sae", model.model.device.type)
        way = Steering(options["feature"], scale=options["scale"], clamp=options["clamp"])
        (answer,) = steer(
            model.model, model.tokenizer, sae, report["layer"], options["prompt"], [way], options["tokens"]
        )
        if options["json"]:
            self.stdout.write(json.dumps({**dataclasses.asdict(way), **dataclasses.asdict(answer)}))
            return
        self.stdout.write(f"unchanged: {answer.unsteered}")
        self.stdout.write(f"changed:   {answer.steered}")
        if answer.log_probability_change is not None:
            self.stdout.write(
                f"log-probability of the first: {answer.log_probability_change:+.3f} nats a token"
            )


def _dictionary(folder: Path, name: str | None) -> Path:
    """Give the folder of a dictionary. Raises CommandError where there is none, or several."""
    found = {path.parent.name: path.parent for path in sorted((folder / "features").glob("*/report.json"))}
    if name is None and len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise CommandError(
            f"{folder} holds no dictionary of features: run train_constitution --stage features"
        )
    if name not in found:
        raise CommandError(f"name one with --dictionary: {', '.join(found)}")
    return found[name]
