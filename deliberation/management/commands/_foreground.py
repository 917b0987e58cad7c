"""What the commands that others call have in common: progress, one JSON line, one error line."""

import json
from argparse import ArgumentParser
from contextlib import AbstractContextManager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from deliberation.jobs import Report, WorkRefused
from deliberation.management.database_faults import sentence_on
from deliberation.management.progress import progress_bar
from deliberation.models import Deliberation


class ForegroundCommand(BaseCommand):
    """A command that runs in the foreground, needs neither Redis nor a worker, and can speak JSON.

    Human text goes to standard output; progress to standard error. With ``--json`` the last line of
    standard output is exactly one JSON object. A refusal is one line on standard error and exit code 1;
    a wrong argument is exit code 2.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--json``; subclasses call this after their own arguments."""
        parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Make the parser say what is wrong with an argument in one line, without the usage."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.print_usage = lambda file=None: None  # type: ignore[method-assign]
        return parser

    def answer(self, options: dict[str, Any], result: dict[str, Any], text: str) -> None:
        """Print the result: one JSON object if asked for, otherwise the text."""
        if options.get("json"):
            self.stdout.write(json.dumps(result, ensure_ascii=False, separators=(", ", ": ")))
        else:
            self.stdout.write(text)

    def deliberation(self, slug: str) -> Deliberation:
        """Return the deliberation of that slug, or end the command with a sentence."""
        found = Deliberation.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no deliberation called {slug!r}.", returncode=2)
        return found

    def execute(self, *args: Any, **options: Any) -> Any:
        """Run the command; refusals, and a database that is away or not set up, are one line and code 1."""
        try:
            return super().execute(*args, **options)
        except WorkRefused as refusal:
            raise CommandError(" ".join(str(refusal).split()), returncode=1) from refusal
        except DatabaseError as error:
            if sentence := sentence_on(error):
                raise CommandError(sentence, returncode=1) from error
            raise

    def progress(self, title: str) -> AbstractContextManager[Report]:
        """Show a progress bar on standard error while the body runs."""
        return progress_bar(title)
