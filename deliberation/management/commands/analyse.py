"""Analyse a deliberation's votes and store the result."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Analysis, Event
from deliberation.results.population import set_population
from deliberation.results.services import run_analysis
from deliberation.results.vote_snapshot import Selection, standing_selection


class Command(ForegroundCommand):
    help = "Find the opinion groups of a deliberation and what they agree on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--mode", choices=["polis", "stable"], default="stable")
        parser.add_argument(
            "--min-votes",
            type=int,
            default=0,
            metavar="N",
            help="leave out participants with fewer votes, counted on all statements",
        )
        parser.add_argument(
            "--exclude",
            type=Path,
            metavar="FILE",
            help="further participants to leave out, one number per line",
        )
        parser.add_argument(
            "--with-excluded",
            action="store_true",
            help="count the votes of participants whom the organisers have excluded, to see what changes",
        )
        parser.add_argument("--statements", choices=["accepted", "all"], default="accepted")
        parser.add_argument(
            "--population",
            type=Path,
            metavar="FILE",
            help="weight to these shares from now on: a JSON object of questions, each with the population's "
            "share of every answer; {} ends the weighting",
        )
        parser.add_argument("--seed", type=int, default=0, metavar="K")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        excluded = read_participant_numbers(options["exclude"]) if options["exclude"] else frozenset()
        if not options["with_excluded"]:
            excluded |= standing_selection(deliberation).excluded
        selection = Selection(
            minimum_votes=options["min_votes"],
            excluded=excluded,
            statements=options["statements"],
        )
        if options["population"]:
            set_population(
                deliberation=deliberation,
                margins=read_population(options["population"]),
                origin=Event.Origin.COMMAND,
            )
        with self.progress("Analysis") as report:
            analysis = run_analysis(
                deliberation=deliberation,
                parameters=AnalysisParameters(mode=options["mode"], seed=options["seed"]),
                selection=selection,
                report=report,
            )
        result = summary_of(analysis)
        self.answer(options, result, _text(result, analysis.summary["grouping_note"]))


def summary_of(analysis: Analysis) -> dict[str, Any]:
    """Return the counts, groups and hashes of an analysis, as the command prints them."""
    return {
        "participants": analysis.participant_count,
        "statements": analysis.statement_count,
        "votes": analysis.vote_count,
        "agree": analysis.agree,
        "disagree": analysis.disagree,
        "pass": analysis.passed,
        "groups": [{"id": group.number, "size": group.size} for group in analysis.groups.all()],
        "explained_variance": analysis.summary["explained_variance"],
        "input_hash": analysis.input_hash,
        "result_hash": analysis.result_hash,
    }


def read_participant_numbers(path: Path) -> frozenset[int]:
    """Read participant numbers, one per line; empty lines are skipped.

    Raises:
        CommandError: the file cannot be read, or a line is not a number.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
    numbers = set()
    for position, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if not line.strip().isdecimal():
            raise CommandError(f"{path}, line {position}: {line.strip()!r} is not a number.", returncode=2)
        numbers.add(int(line))
    return frozenset(numbers)


def read_population(path: Path) -> dict[str, Any]:
    """Read the shares of a population.

    Raises:
        CommandError: the file cannot be read, or holds no JSON object.
    """
    try:
        population = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
    if not isinstance(population, dict):
        raise CommandError(f"{path} must hold a JSON object.", returncode=2)
    return population


def _text(result: dict[str, Any], note: str | None) -> str:
    sizes = ", ".join(str(group["size"]) for group in result["groups"])
    lines = [
        f"{result['participants']} participants, {result['statements']} statements, {result['votes']} votes "
        f"({result['agree']} agree, {result['disagree']} disagree, {result['pass']} pass)",
        f"{len(result['groups'])} opinion groups of {sizes} people"
        if len(result["groups"]) > 1
        else "no stable opinion groups: everybody is looked at together",
        f"input  {result['input_hash']}",
        f"result {result['result_hash']}",
    ]
    return "\n".join(lines + ([note] if note else []))
