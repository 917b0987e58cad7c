"""Hold one constitution against another."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from constitution.comparing import Vectors, compare, encode
from constitution.comparing.library_of_sources import library, source_of
from constitution.comparing.reading import LARGEST, ReadConstitution, Unreadable, read_constitution
from constitution.comparing.telling import as_json, told
from constitution.models import ConstitutionVersion
from constitution.services.comparing import principles_of
from deliberation.management.commands._foreground import ForegroundCommand

LIBRARY = "library:"


class Command(ForegroundCommand):
    help = (
        "Compare two constitutions: what is in both, what partly, what in one alone. Each is a file (JSON, "
        "Markdown or a list), the slug of a deliberation, or library:KEY. Needs a database only for a slug."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("a", help="a file, a deliberation's slug, or library:KEY")
        parser.add_argument("b", help="the same for the other")
        parser.add_argument("--words-only", action="store_true", help="ask no sentence encoder")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        first, second = (self._constitution(options[name]) for name in ("a", "b"))
        ours, theirs = first.principles, second.principles
        vectors = Vectors() if options["words_only"] else encode(ours, theirs)
        found = compare(ours, theirs, vectors)
        names = first.title or "A", second.title or "B"
        result = as_json(found, ours, theirs) | {"name_a": first.title, "name_b": second.title}
        self.answer(options, result, told(found, ours, theirs, names))

    def _constitution(self, named: str) -> ReadConstitution:
        if named.startswith(LIBRARY):
            return _from_library(named.removeprefix(LIBRARY))
        path = Path(named)
        try:
            if path.is_file():
                return _from_file(path)
        except (OSError, ValueError) as error:
            raise CommandError(f"{named} cannot be read: {error}.", returncode=2) from error
        if path.suffix or "/" in named:
            raise CommandError(f"There is no file {named}.", returncode=2)
        return self._from_deliberation(named)

    def _from_deliberation(self, slug: str) -> ReadConstitution:
        versions = ConstitutionVersion.objects.of(self.deliberation(slug))
        version = versions.in_force().first() or versions.first()
        texts = tuple(principles_of(version).values_list("text", flat=True)) if version else ()
        if not texts:
            raise CommandError(f"The deliberation {slug} has no principles yet.", returncode=1)
        return ReadConstitution(version.deliberation.title, texts)


def _from_file(path: Path) -> ReadConstitution:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    try:
        read = read_constitution(data)
    except Unreadable as error:
        raise CommandError(f"{path}: {error}", returncode=1) from error
    return ReadConstitution(read.title or path.name, read.principles)


def _from_library(key: str) -> ReadConstitution:
    source = source_of(key)
    if source is None:
        keys = ", ".join(one.key for one in library())
        raise CommandError(f"The library has no source {key!r}. It has: {keys}.", returncode=2)
    if source.is_pointer:
        raise CommandError(f"{source.title}: {source.licence}", returncode=1)
    return ReadConstitution(source.title, source.texts)
