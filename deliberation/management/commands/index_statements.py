"""Embed a deliberation's statements, propose near-duplicates, find the topics, and finish the text checks."""

from argparse import ArgumentParser
from typing import Any

from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.moderation.flags import complete_flags
from deliberation.moderation.grouping import place_waiting
from deliberation.results.semantic_index import index_statements


class Command(ForegroundCommand):
    help = (
        "Bring the semantic index of a deliberation up to date: vectors, duplicate candidates, topics; "
        "and with it the order of the moderators' queue and what the checks of texts have found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        with self.progress("Statements") as report:
            result = index_statements(deliberation=deliberation, report=report)
        place_waiting(deliberation)
        complete_flags(deliberation=deliberation)
        self.answer(
            options,
            result,
            f"{result['statements']} statements, {result['embedded']} newly embedded, "
            f"{result['candidates']} new duplicate candidates, {result['topics']} topics",
        )
