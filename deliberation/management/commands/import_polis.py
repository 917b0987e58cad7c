"""Take in a folder of Polis exports: ``manage.py import_polis DIR --slug S --title T``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from deliberation.interchange.conversation import PolisConversation, VoteSign
from deliberation.interchange.csv_tables import UnreadableFile
from deliberation.interchange.polis_files import RefusedFolder, read_polis_folder
from deliberation.interchange.services import import_conversation
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand

SHOWN_PROBLEMS = 20


class Command(ForegroundCommand):
    help = (
        "Read a folder of Polis exports (comments.csv with votes.csv or participants-votes.csv) into a new "
        "deliberation. Rows that cannot be read are listed with file, line and reason; the others are taken."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that holds comments.csv")
        parser.add_argument("--slug", required=True, help="the deliberation's name in addresses")
        parser.add_argument("--title", required=True)
        parser.add_argument("--language", default="en", help="of statements whose script does not tell")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument(
            "--vote-sign",
            choices=[str(sign) for sign in VoteSign],
            help="what +1 means in the votes, where the files do not tell",
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with self.progress("Import") as report:
            report("Reading the files", 0.0)
            sign = VoteSign(options["vote_sign"]) if options["vote_sign"] else None
            try:
                conversation = read_polis_folder(options["folder"], sign)
            except (UnreadableFile, RefusedFolder) as refusal:
                raise WorkRefused(f"{refusal} Nothing was written.") from refusal
            if not options["dry_run"]:
                import_conversation(
                    conversation=conversation,
                    slug=options["slug"],
                    title=options["title"],
                    language=options["language"],
                    report=report,
                )
        problems = [
            {"file": problem.file, "line": problem.line, "reason": problem.reason}
            for problem in conversation.problems
        ]
        result = {**conversation.counts(), "problems": problems, "written": not options["dry_run"]}
        self.answer(options, result, self._text(conversation, options))

    def _text(self, conversation: PolisConversation, options: dict[str, Any]) -> str:
        counts = conversation.counts()
        lines = [
            "{statements} statements: {accepted} accepted, {pending} pending, {rejected} rejected.",
            "{votes} votes of {participants} participants: {agree} agree, {disagree} disagree, {pass} pass.",
        ]
        lines = [line.format(**counts) for line in lines]
        problems = [str(problem) for problem in conversation.problems]
        lines += problems if options["verbosity"] > 1 else problems[:SHOWN_PROBLEMS]
        if len(problems) > SHOWN_PROBLEMS and options["verbosity"] < 2:
            lines.append(f"... and {len(problems) - SHOWN_PROBLEMS} more; --verbosity 2 lists them all.")
        generation = f"Generation {conversation.generation} of the Polis export"
        done = "nothing was written (--dry-run)" if options["dry_run"] else f"now {options['slug']!r}"
        return "\n".join([f"{generation}; {done}.", *lines])
