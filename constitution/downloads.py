"""What the files of an export are for, in words, and how large they are."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from constitution.exports import files
from constitution.exports.manifest import Export
from constitution.exports.verify import MANIFEST, SIGNATURE

ARCHIVE = "constitution.zip"
"""Name of the address with all files in one."""
MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "py": "text/x-python; charset=utf-8",
    "zip": "application/zip",
}
TO_READ = _("To read")
FOR_TRAINING = _("For training and testing a model")
TO_CHECK = _("To check")

PURPOSES: dict[str, tuple[Promise, Promise]] = {
    files.MARKDOWN: (TO_READ, _("The constitution as a text, with the votes behind each principle.")),
    files.CONSTITUTION: (
        TO_CHECK,
        _("Everything: principles, statements, votes, scores, edits. All other files are made from it."),
    ),
    files.SYSTEM_PROMPT: (FOR_TRAINING, _("The principles as instructions before a conversation.")),
    files.CRITIQUE_REVISION: (
        FOR_TRAINING,
        _("Requests to criticise and revise an answer, in the shape of Anthropic's; NeMo-Aligner reads it."),
    ),
    files.COMPARISON: (FOR_TRAINING, _("Instructions to choose the better of two answers.")),
    files.LLM_SWARM: (FOR_TRAINING, _("The same requests, as llm-swarm reads them.")),
    files.TRAITS: (
        FOR_TRAINING,
        _("The principles as traits in the first person, for OpenCharacterTraining; add your questions."),
    ),
    files.SCHEMA: (TO_CHECK, _("What may stand in constitution.json: a JSON Schema.")),
    files.VERIFIER: (TO_CHECK, _("The program that checks all of this; it needs Python alone.")),
    files.README: (TO_READ, _("What each file is for.")),
    MANIFEST: (TO_CHECK, _("Size and digest of every file, and what the constitution rests on.")),
    SIGNATURE: (TO_CHECK, _("The signature over the manifest.")),
}


def media_type_of(name: str) -> str:
    """Return as what a file of an export is sent, by the ending of its name."""
    return MEDIA_TYPES[name.rpartition(".")[2]]


@dataclass(frozen=True)
class DescribedFile:
    """One file of an export: its name, what it is for, its size and its SHA-256."""

    name: str
    use: Promise
    purpose: Promise
    size: int
    sha256: str


def described_files(export: Export) -> list[tuple[Promise, list[DescribedFile]]]:
    """Return the files of an export by use: those to read, those for training, those to check."""
    described = []
    for file in export.files:
        known = export.entries.get(file.name)
        size, sha256 = (known["bytes"], known["sha256"]) if known else file.measured()
        use, purpose = PURPOSES[file.name]
        described.append(DescribedFile(file.name, use, purpose, size, sha256))
    return [
        (use, [file for file in described if file.use is use]) for use in (TO_READ, FOR_TRAINING, TO_CHECK)
    ]
