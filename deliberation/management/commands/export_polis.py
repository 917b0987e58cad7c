"""Write a deliberation as Polis exports it: ``manage.py export_polis SLUG --to DIR``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from deliberation.interchange.folders import new_folder
from deliberation.interchange.polis_export import conversation_of, latest_consensus
from deliberation.interchange.polis_writing import write_polis_folder
from deliberation.management.commands._foreground import ForegroundCommand


class Command(ForegroundCommand):
    help = (
        "Write comments.csv, votes.csv (where the times of votes are known), participants-votes.csv and "
        "summary.csv into a new folder, as Polis does (generation A, agree is +1)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation's name in addresses")
        parser.add_argument("--to", type=Path, required=True, help="a folder that is not there yet or empty")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        with self.progress("Export") as report, new_folder(options["to"]) as folder:
            report("Reading the votes", 0.0)
            conversation = conversation_of(deliberation)
            report("Writing the files", 0.7)
            files = write_polis_folder(folder, conversation, latest_consensus(deliberation))
            report("Done", 1.0)
        counts = conversation.counts()
        result = {**counts, "files": list(files), "to": str(options["to"])}
        text = "{statements} statements and {votes} votes of {participants} participants".format(**counts)
        self.answer(options, result, f"Wrote {text} to {options['to']}: {', '.join(files)}.")
