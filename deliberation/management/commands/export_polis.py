"""Write a deliberation as Polis exports it: ``manage.py export_polis SLUG --to DIR``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from deliberation.interchange.folders import new_folder
from deliberation.interchange.polis_export import conversation_of, latest_consensus, snapshot_key
from deliberation.interchange.polis_pseudonyms import with_fresh_names
from deliberation.interchange.polis_writing import write_polis_folder
from deliberation.interchange.row_rights import add_who, check_rows, rows_are_public
from deliberation.interchange.told_apart import uniqueness_of, uniqueness_words
from deliberation.management.commands._foreground import ForegroundCommand


class Command(ForegroundCommand):
    help = (
        "Write comments.csv, votes.csv (where the times of votes are known), participants-votes.csv and "
        "summary.csv into a new folder, as Polis does (generation A, agree is +1). Where people voted on "
        "this site, this needs the right to rows; participants get new numbers and times are to the day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation's name in addresses")
        parser.add_argument("--to", type=Path, required=True, help="a folder that is not there yet or empty")
        parser.add_argument(
            "--exact",
            action="store_true",
            help="leave texts that a spreadsheet would compute as they are, for programs",
        )
        add_who(parser)
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        check_rows(deliberation, options["as_account"])
        # What was imported goes out as it came in, sign by sign; it is public already.
        is_public = rows_are_public(deliberation)
        with self.progress("Export") as report, new_folder(options["to"]) as folder:
            report("Reading the votes", 0.0)
            conversation = conversation_of(deliberation)
            if not is_public:
                conversation = with_fresh_names(conversation, snapshot_key(deliberation))
            report("Writing the files", 0.7)
            files = write_polis_folder(
                folder,
                conversation,
                latest_consensus(deliberation),
                for_spreadsheets=not (options["exact"] or is_public),
            )
            report("Done", 1.0)
        counts, shares = conversation.counts(), uniqueness_of(deliberation)
        result = {**counts, "files": list(files), "to": str(options["to"]), **shares}
        text = "{statements} statements and {votes} votes of {participants} participants".format(**counts)
        written = f"Wrote {text} to {options['to']}: {', '.join(files)}."
        self.answer(options, result, f"{written}\n{uniqueness_words(shares)}")
