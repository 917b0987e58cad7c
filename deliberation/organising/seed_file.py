"""Reading first statements from what an organiser sends: a CSV file or pasted lines, checked row by row."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.integrity.plain_text import clean_text

MOST_ROWS = 1000
MOST_BYTES = 700_000
SEPARATORS = ",;\t"
FORMULA_SIGNS = ("=", "+", "-", "@")
CHINESE = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant"}


class UnreadableSheet(Exception):
    """Nothing can be made of what was sent; the text says why and what to do, for the organiser."""


@dataclass(frozen=True)
class SentRow:
    """One statement as it was sent. `fault` is what keeps the row out before anything else is looked at."""

    line: int
    text: str
    language: str = ""
    fault: str = ""


@dataclass(frozen=True)
class CheckedRow:
    """One statement, whether it can be added, and what is to be said about it.

    `error` keeps it out; `known` says that it is there already, which is no error; `warning` is a thought.
    """

    line: int
    text: str
    language: str
    error: str = ""
    known: bool = False
    warning: str = ""

    @property
    def is_new(self) -> bool:
        """Whether adding the sheet adds this row."""
        return not self.error and not self.known


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16, with or without a byte order mark.

    Raises:
        UnreadableSheet: it is neither; the text names the first line that shows it.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\x00" in data[:200]:
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSheet(_wrong_encoding(data, error.start)) from error


def _wrong_encoding(data: bytes, position: int) -> str:
    line = data[:position].count(b"\n") + 1
    begin = data.rfind(b"\n", 0, position) + 1
    shown = data[begin : begin + 120].splitlines()[0].decode("cp1252", errors="replace")
    return _(
        "Line %(line)d is not written in UTF-8: “%(shown)s”. The file was probably saved in an older "
        "encoding. Save it again as UTF-8: in Excel choose the file type “CSV UTF-8”; in LibreOffice tick "
        "“Edit filter settings” and choose “Unicode (UTF-8)”. Nothing was added."
    ) % {"line": line, "shown": shown}


def rows_of_csv(text: str) -> list[SentRow]:
    """Return the rows of a CSV text whose first line names the columns: text, and language if wanted.

    Raises:
        UnreadableSheet: it is empty, names no column “text”, has broken quotes or too many rows.
    """
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[SentRow] = []
    line = 1
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        if "text" not in columns:
            raise UnreadableSheet(_missing_column(first))
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(line, cells, columns))
            line = reader.line_num + 1
            _check_number(len(rows))
    except csv.Error as error:
        message = _(
            "The quotation marks are broken in line %(line)d. A text with quotation marks in it needs them "
            "doubled, and one pair around the whole; spreadsheet programs do that by themselves."
        )
        raise UnreadableSheet(message % {"line": line}) from error
    if not rows:
        raise UnreadableSheet(_("There is no statement under the first line, which names the columns."))
    return rows


def _row(line: int, cells: Sequence[str], columns: Sequence[str]) -> SentRow:
    named = dict(zip(columns, cells, strict=False))
    text, language = named.get("text", ""), named.get("language", "")
    if len(cells) <= len(columns) or not any(cell.strip() for cell in cells[len(columns) :]):
        return SentRow(line, text, language)
    fault = _(
        "This line has %(cells)d cells, but there are %(columns)d columns. Put the statement between "
        "quotation marks where it holds a comma."
    ) % {"cells": len(cells), "columns": len(columns)}
    return SentRow(line, text, language, fault)


def _missing_column(first: str) -> str:
    if not first.strip():
        return _("The file is empty.")
    return _(
        "The first line has to name the columns: “text”, and “language” if you like. It says “%(line)s”."
    ) % {"line": first.strip()[:120]}


def _check_number(rows: int) -> None:
    if rows > MOST_ROWS:
        raise UnreadableSheet(
            _("These are more than %(most)d statements. Send them in several parts.") % {"most": MOST_ROWS}
        )


def rows_of_lines(text: str) -> list[SentRow]:
    """Return one row per pasted line that is not empty.

    Raises:
        UnreadableSheet: there are too many, or none.
    """
    lines = text.splitlines()
    rows = [SentRow(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    _check_number(len(rows))
    if not rows:
        raise UnreadableSheet(_("Choose a file, or write at least one statement."))
    return rows


def checked_rows(
    rows: Iterable[SentRow],
    *,
    longest: int,
    languages: Sequence[str],
    known_languages: Iterable[str],
    existing: Iterable[str],
) -> list[CheckedRow]:
    """Check each row on its own and against the others.

    Args:
        rows: what was sent.
        longest: the most characters of a statement.
        languages: languages of the deliberation, its main one first.
        known_languages: every language on offer.
        existing: the texts that are there already.
    """
    seen: dict[str, int] = {}
    there = {text.casefold() for text in existing}
    offered = {*languages, *known_languages}
    return [_checked(row, longest, languages, offered, there, seen) for row in rows]


def _checked(
    row: SentRow,
    longest: int,
    languages: Sequence[str],
    offered: set[str],
    there: set[str],
    seen: dict[str, int],
) -> CheckedRow:
    text = clean_text(row.text)
    language = _language(row.language) or languages[0]
    error = row.fault or _fault(text, language, longest, offered)
    same = text.casefold()
    if not error and same in seen:
        error = _("It says the same as line %(line)d.") % {"line": seen[same]}
    if not error:
        seen[same] = row.line
    known = not error and same in there
    warning = "" if error or known else " ".join(_warnings(row.text, text, language, languages))
    return CheckedRow(row.line, text, language, error, known, warning)


def _language(written: str) -> str:
    code = written.strip().lower().replace("_", "-")
    return CHINESE.get(code, code)


def _fault(text: str, language: str, longest: int, offered: set[str]) -> str:
    if not text:
        return _("There is no text in this line.")
    if not any(character.isalpha() for character in text):
        return _("There is no word in this line.")
    over = len(text) - longest
    if over > 0:
        return ngettext("It is %(over)d character too long.", "It is %(over)d characters too long.", over) % {
            "over": over
        }
    if language not in offered:
        return _("“%(code)s” is not the code of a language known here; write for instance “es”.") % {
            "code": language
        }
    return ""


def _warnings(sent: str, text: str, language: str, languages: Sequence[str]) -> Iterator[str]:
    if text.endswith(("?", "？", "؟")):
        yield _("It is a question: people can agree with a statement, but not with a question.")
    if text.startswith(FORMULA_SIGNS):
        yield _("It begins like a spreadsheet formula; it is kept as plain text.")
    if language not in languages:
        yield _("Its language is not among the languages of this deliberation.")
    if text != " ".join(sent.split()):
        yield _("Characters that cannot be seen or that reorder text were taken out.")


def as_csv(rows: Iterable[CheckedRow]) -> str:
    """Return the rows that can be added as a CSV text, to be sent again when the organiser confirms."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(["text", "language"])
    writer.writerows([row.text, row.language] for row in rows if row.is_new)
    return sheet.getvalue()
