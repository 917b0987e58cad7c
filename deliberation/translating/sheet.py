"""Translations as a CSV file for translators: written, filled in elsewhere, and read again row by row."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deliberation.integrity.plain_text import clean_text
from deliberation.interchange.spreadsheet_cells import text_cell, typed_text
from deliberation.models import Deliberation, Event, Statement, StatementTranslation, User
from deliberation.organising.seed_file import SEPARATORS, UnreadableSheet, decoded
from deliberation.translating.services import Source, fault_of_translation, translate_statement

FIRST_COLUMNS = ("number", "language", "original")
MOST_BYTES = 700_000
"""Of one file sent by a browser; the command takes larger ones."""


@dataclass(frozen=True)
class CheckedTranslation:
    """One filled cell of a sheet, and what is to become of it.

    `error` keeps it out; `is_known` says that these very words are kept already, which is no error.
    """

    line: int
    number: str
    language: str
    original: str
    text: str
    error: str = ""
    is_known: bool = False
    replaces: str = ""
    """What is there now, if this would take its place."""

    @property
    def is_new(self) -> bool:
        """Whether saving the sheet keeps this translation."""
        return not self.error and not self.is_known


def write_sheet(deliberation: Deliberation, languages: Sequence[str]) -> str:
    """Return the statements people vote on as CSV, with a column for each language to translate into."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([*FIRST_COLUMNS, *languages])
    statements = deliberation.statements.open_for_voting().filter(erased_at=None).order_by("number")
    for statement in statements.prefetch_related("translations"):
        known = {translation.language: translation.text for translation in statement.translations.all()}
        cells = [known.get(language, "") for language in languages]
        writer.writerow([statement.number, statement.language, *map(text_cell, [statement.text, *cells])])
    return sheet.getvalue()


def check_sheet(deliberation: Deliberation, data: bytes) -> list[CheckedTranslation]:
    """Return every filled cell of a sheet with its fault, if it has one. Nothing is kept yet.

    Raises:
        UnreadableSheet: it is in a wrong encoding, its quotes are broken, or its columns are not ours.
    """
    text = decoded(data)
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    statements = {str(one.number): one for one in deliberation.statements.select_related("merged_into")}
    for statement in statements.values():
        statement.deliberation = deliberation
    kept = _kept_translations(deliberation)
    checked: list[CheckedTranslation] = []
    line = 1
    try:
        columns = [name.strip().lower().removeprefix("\ufeff") for name in next(reader, [])]
        languages = _languages_of(columns, deliberation)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                checked += _check_row(line, columns, languages, cells, statements, kept)
            line = reader.line_num + 1
    except csv.Error as error:
        words = _("The quotation marks are broken in line %(line)d; nothing was kept.")
        raise UnreadableSheet(words % {"line": line}) from error
    return checked


def keep_sheet(
    *,
    deliberation: Deliberation,
    rows: Iterable[CheckedTranslation],
    translated_by: User | None,
    origin: str = Event.Origin.WEB,
) -> int:
    """Keep the translations of a checked sheet that are new; return how many."""
    new = {(row.number, row.language): row for row in rows if row.is_new}
    numbers = {int(number) for number, _language in new}
    statements = {one.number: one for one in deliberation.statements.filter(number__in=numbers)}
    for row in new.values():
        statement = statements[int(row.number)]
        statement.deliberation = deliberation
        translate_statement(
            statement=statement,
            language=row.language,
            text=row.text,
            translated_by=translated_by,
            source=Source.PERSON,
            origin=origin,
        )
    return len(new)


def _kept_translations(deliberation: Deliberation) -> dict[tuple[str, str], StatementTranslation]:
    rows = StatementTranslation.objects.filter(statement__deliberation=deliberation).select_related(
        "statement"
    )
    return {(str(row.statement.number), row.language): row for row in rows}


def _languages_of(columns: Sequence[str], deliberation: Deliberation) -> list[str]:
    missing = [name for name in FIRST_COLUMNS if name not in columns]
    if missing:
        words = _("The column “%(column)s” is missing. Fill in the file that can be downloaded here.")
        raise UnreadableSheet(words % {"column": missing[0]})
    languages = [name for name in columns if name and name not in FIRST_COLUMNS]
    for language in languages:
        if language not in deliberation.statement_languages:
            words = _("The column “%(column)s” names no language of this deliberation (%(languages)s).")
            names = ", ".join(deliberation.statement_languages)
            raise UnreadableSheet(words % {"column": language[:40], "languages": names})
    if len(set(columns)) < len(columns) or not languages:
        raise UnreadableSheet(_("There has to be one column for each language to translate into."))
    return languages


def _check_row(
    line: int,
    columns: Sequence[str],
    languages: Sequence[str],
    cells: Sequence[str],
    statements: dict[str, Statement],
    kept: dict[tuple[str, str], StatementTranslation],
) -> list[CheckedTranslation]:
    named = dict(zip(columns, cells, strict=False))
    number, original = named.get("number", "").strip(), typed_text(named.get("original", ""))
    number = str(int(number)) if number.isascii() and number.isdecimal() and len(number) < 16 else number
    statement = statements.get(number)
    fault = _fault_of_row(named, original, statement)
    checked = []
    for language in languages:
        text = clean_text(typed_text(named.get(language, "")))
        if not text:
            continue
        current = kept.get((number, language))
        is_known = current is not None and current.text == text
        checked.append(
            CheckedTranslation(
                line=line,
                number=number,
                language=language,
                original=original,
                text=text,
                error=fault or (fault_of_translation(statement, language, text) if statement else ""),
                is_known=is_known,
                replaces=current.text if current and not is_known else "",
            )
        )
    return checked


def _fault_of_row(named: dict[str, str], original: str, statement: Statement | None) -> str:
    if statement is None:
        return _("There is no statement with this number.")
    if named.get("language", "").strip().lower() != statement.language.lower():
        return _("The statement is in another language than the file says (%(language)s).") % {
            "language": statement.language
        }
    if clean_text(original) != clean_text(statement.text):
        return _("The original was changed in the file, or the number belongs to another statement.")
    return ""
