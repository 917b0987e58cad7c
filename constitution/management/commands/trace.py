"""Trace a principle back to what people said, or a statement forward to what became of it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from constitution.services.tracing import trace
from constitution.tracing import FORMS, UnknownForm, as_json, parse
from constitution.tracing.telling import told
from deliberation.management.commands._foreground import ForegroundCommand


class Command(ForegroundCommand):
    help = (
        "Trace a principle, a statement, a change of wording or a version, both ways, as far as the public "
        "may see it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", metavar="KIND:ID", help="; ".join(FORMS.values()))
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            identifier = parse(options["id"])
        except UnknownForm as error:
            raise CommandError(str(error), returncode=2) from error
        found = trace(identifier, with_proofs=True)
        self.answer(options, as_json(found), told(found))
