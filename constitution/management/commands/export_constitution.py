"""Write a constitution as files that anybody can check."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from constitution.exports.origin import export_of
from constitution.exports.signing import read_signing_key
from constitution.exports.verify import MANIFEST
from constitution.exports.writing import write_export
from constitution.models import ConstitutionVersion
from deliberation.integrity.evidence import file_hash
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Deliberation


class Command(ForegroundCommand):
    help = (
        "Write the ratified constitution in every form that others read, and manifest.json over all of it. "
        "docs/exports.md says who reads what."
    )

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
        parser.add_argument(
            "--sign",
            metavar="KEY",
            help='sign it: a private key file (Ed25519), or "site" for the key of the log',
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        version = _version(self.deliberation(options["slug"]), options["number"], drafts_too=options["draft"])
        key = read_signing_key(options["sign"]) if options.get("sign") else None
        export = export_of(version, key)
        try:
            write_export(export, options["to"])
        except OSError as error:
            raise WorkRefused(f"{options['to']} cannot be written: {error.strerror or error}.") from error
        manifest_sha256 = file_hash(export.manifest)
        files = {name: entry["sha256"] for name, entry in export.entries.items()}
        result = {
            "to": str(options["to"]),
            "version": version.number,
            "state": version.state,
            "principles": len(export.content["principles"]),
            "constitution_sha256": export.content["sha256"],
            "manifest_sha256": manifest_sha256,
            "signed_by": export.signed_by,
            "files": {**files, MANIFEST: manifest_sha256},
        }
        text = [f"Version {version.number} ({version.state}): {result['principles']} principles"]
        text += [f"{digest}  {name}" for name, digest in result["files"].items()]
        text += [f"signed with the key {export.signed_by}" if export.signed_by else "not signed"]
        self.answer(options, result, "\n".join(text))


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
