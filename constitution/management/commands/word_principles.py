"""Word the statements of a file as principles: one line of output for each line of the file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from constitution.wording import Wording, word_principle
from constitution.wording.rules import NOT_READY
from constitution.wording.trainability import REASONS
from deliberation.integrity.plain_text import clean_text
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.semantics.opposition.languages import language_of

LONGEST_LINE = 1000


class Command(ForegroundCommand):
    help = (
        "Word statements as principles by the rules alone; needs no database. A line that cannot be worded "
        "still gets its line of output, and is named on standard error; the command then ends with 1."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="one statement a line, in UTF-8")
        parser.add_argument(
            "--language", default="", help="of all lines, such as en or zh-hant; otherwise seen in each line"
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        refused = []
        for number, line in enumerate(read_lines(options["file"]), start=1):
            problem = _problem_with(line)
            if problem:
                refused.append(number)
                self.stderr.write(f"{options['file']}, line {number}: {problem}")
                self._answer_line(options, _nothing(problem))
            else:
                text = clean_text(line)
                wording = word_principle(text, options["language"] or language_of(text) or "en")
                self._answer_line(options, _result(wording))
        if refused:
            raise CommandError(f"{len(refused)} of the lines could not be worded.", returncode=1)

    def _answer_line(self, options: dict[str, Any], result: dict[str, Any]) -> None:
        kind = f"{result['kind'] or '-':8} " + ("" if result["trainable"] else "(not trainable) ")
        self.answer(options, result, f"{kind}{result['principle'] or ''}  [{result['why']}]")


def read_lines(file: Path) -> list[str]:
    """Return the lines of a text file, empty ones too; a byte that is no UTF-8 is shown as a mark.

    Raises:
        CommandError: the file cannot be read, or there is nothing in it.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from error
    if not text.strip():
        raise CommandError(f"{file} is empty: one statement a line is needed.", returncode=2)
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def _problem_with(line: str) -> str:
    if not clean_text(line):
        return "this line is empty."
    if "\ufffd" in line:
        return "this line is not UTF-8."
    if len(line) > LONGEST_LINE:
        return f"this line has {len(line)} characters; a statement has at most {LONGEST_LINE}."
    return ""


def _result(wording: Wording) -> dict[str, Any]:
    if wording.not_trainable:
        why = REASONS[wording.not_trainable]
    else:
        reasons = [step.why for step in wording.steps]
        why = " ".join([*reasons, NOT_READY] if wording.needs_review else reasons)
    return {
        "principle": wording.text,
        "kind": wording.kind,
        "trainable": not wording.not_trainable,
        "why": why,
    }


def _nothing(problem: str) -> dict[str, Any]:
    return {"principle": None, "kind": None, "trainable": False, "why": f"Not worded: {problem}"}
