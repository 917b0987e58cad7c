"""Compare two training runs: what differs in settings, data and figures, and what of it is no chance."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from training_bridge.comparing_runs import Figure, FigureDifference, RunComparison, compare_runs
from training_bridge.models import TrainingRun
from training_bridge.record_files import DamagedFileError


class Command(ForegroundCommand):
    help = (
        "Compare two training runs, each named by its public id or its folder: what differs in settings, "
        "data and figures, with intervals, and which differences are more than chance on the items that both "
        "measured."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("first", metavar="A", help="a run's public id, or its folder")
        parser.add_argument("second", metavar="B", help="the other one")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        first, second = (_folder(options[name]) for name in ("first", "second"))
        try:
            comparison = compare_runs(first, second)
        except DamagedFileError as error:
            raise WorkRefused(str(error)) from error
        self.answer(options, comparison.to_json(), comparison_text(comparison))


def comparison_text(comparison: RunComparison) -> str:
    """Say in a few lines in what two runs differ."""
    lines = [
        f"constitution: {'the same' if comparison.same_constitution else 'another'}; "
        f"model: {'the same' if comparison.same_model else 'another'}",
        *(f"setting {each.name}: {each.first!r} / {each.second!r}" for each in comparison.settings),
        *(
            f"data of {each.stage}: {each.added} rows added, {each.removed} removed, {each.changed} changed, "
            f"{each.unchanged} the same"
            for each in comparison.data
        ),
        *map(_figure_text, comparison.figures),
    ]
    if comparison.comparisons:
        lines.append(
            f"{comparison.comparisons} figures were compared item by item; a difference counts as more than "
            "chance at 5 % over all of them together"
        )
    return "\n".join(lines)


def _figure_text(figure: FigureDifference) -> str:
    text = f"{figure.name}, {figure.phase}: {_value(figure.first)} / {_value(figure.second)}"
    if figure.paired is None:
        return f"{text} (not measured on the same items)"
    paired = figure.paired
    return (
        f"{text}; difference {paired.value:+.4f} (95 % interval {paired.interval.low:+.4f} to "
        f"{paired.interval.high:+.4f}, {paired.items} items): {paired.verdict}"
    )


def _value(figure: Figure | None) -> str:
    return "not measured" if figure is None else f"{figure.value:.4f} of {figure.items}"


def _folder(name: str) -> Path:
    """Give the folder of a run by its public id or by its path, or end the command with a sentence."""
    run = TrainingRun.objects.filter(public_id=name).first()
    folder = run.artifact_folder if run else Path(name)
    if not (folder / "run.json").is_file():
        raise CommandError(
            f"{name} is neither the public id of a training run here nor the folder of one.", returncode=2
        )
    return folder
