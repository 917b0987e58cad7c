"""Write a constitution as files that anybody can check."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from constitution.exports.canonical import canonical_constitution
from constitution.exports.folder import MANIFEST, FolderTaken, write_export
from constitution.models import ConstitutionVersion
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Deliberation


class Command(ForegroundCommand):
    help = "Write the ratified constitution: constitution.json, constitution.md, and manifest.json over both."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django's own --version prints Django's; here it names the version to export.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a new or empty folder")
        parser.add_argument(
            "--version", dest="number", type=int, metavar="N", help="another version than the one in force"
        )
        parser.add_argument("--draft", action="store_true", help="allow a version that is not ratified")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        version = _version(self.deliberation(options["slug"]), options["number"], drafts_too=options["draft"])
        content = canonical_constitution(version)
        try:
            files = write_export(content, Path(options["to"]))
        except FolderTaken as taken:
            raise WorkRefused(str(taken)) from taken
        except OSError as error:
            raise WorkRefused(f"{options['to']} cannot be written: {error.strerror or error}.") from error
        manifest = json.loads((Path(options["to"]) / MANIFEST).read_bytes())
        result = {
            "to": str(options["to"]),
            "version": version.number,
            "state": version.state,
            "principles": len(content["principles"]),
            "constitution_sha256": content["sha256"],
            "manifest_sha256": manifest["sha256"],
            "files": files,
        }
        text = [f"Version {version.number} ({version.state}): {result['principles']} principles"]
        text += [f"{digest}  {name}" for name, digest in files.items()]
        self.answer(options, result, "\n".join([*text, f"manifest digest {manifest['sha256']}"]))


def _version(deliberation: Deliberation, number: int | None, *, drafts_too: bool) -> ConstitutionVersion:
    """Return the version to export: the one in force, unless another is asked for.

    Raises:
        WorkRefused: there is no such version, or it is a draft and drafts were not asked for.
    """
    versions = ConstitutionVersion.objects.of(deliberation)
    if number is not None:
        versions = versions.filter(number=number)
    elif not drafts_too:
        versions = versions.in_force()
    version = versions.first()
    if version is None and number is not None:
        raise WorkRefused(f"There is no version {number}.")
    if version is None:
        raise WorkRefused(
            f"No version is ratified yet: run `ratify_constitution {deliberation.slug}`, or export a draft "
            "with --draft."
        )
    if not version.is_ratified and not drafts_too:
        raise WorkRefused(f"Version {version.number} is not ratified; add --draft to export it all the same.")
    return version
