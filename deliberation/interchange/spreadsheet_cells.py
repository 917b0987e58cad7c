"""Texts in the cells of a spreadsheet, in which nothing runs. PURE.

A spreadsheet program may take a cell for a formula that begins with one of these signs, some of them also
behind spaces or quotation marks, or in their full-width forms (CWE-1236, "Improper Neutralization of Formula
Elements in a CSV File"). Such a text gets an apostrophe before it, which the program takes as "this is text".
"""

import csv
import unicodedata
from collections.abc import Iterable

SIGNS = frozenset("=+-@")
"""Every sign that normalises to one of these counts as well, such as the full-width equals sign."""
STARTS = ("\t", "\r", "\n")
SKIPPED = frozenset("'\"`´‘’“”„‚«»‹›")
MARK = "'"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_Echo())


def csv_line(cells: Iterable[str | int | float | None]) -> str:
    r"""Return a row of a CSV file, ending in \n, with every text as a `text_cell`.

    The csv module quotes a lone \r within a text only where rows end in \r\n, and what stands after an
    unquoted one would be a cell of its own.
    """
    line = str(_WRITER.writerow(text_cell(cell) if isinstance(cell, str) else cell for cell in cells))
    return line.removesuffix("\r\n") + "\n"


def text_cell(text: str) -> str:
    """Return a text as a spreadsheet shows it and never computes it; harmless texts stay as they are."""
    return f"{MARK}{text}" if is_formula(text) else text


def typed_text(cell: str) -> str:
    """Return the text from which `text_cell` made a cell."""
    return cell[1:] if cell.startswith(MARK) and is_formula(cell[1:]) else cell


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program might compute a text instead of showing it."""
    if text.startswith(STARTS):
        return True
    first = next((sign for sign in text if not _is_skipped(sign)), "")
    return first in STARTS or unicodedata.normalize("NFKC", first)[:1] in SIGNS


def _is_skipped(sign: str) -> bool:
    """Spaces, quotation marks and what cannot be seen: programs may drop them before they look."""
    if sign in STARTS:
        return False
    plain = unicodedata.normalize("NFKC", sign)[:1]
    return sign.isspace() or plain in SKIPPED or unicodedata.category(sign) in {"Cf", "Cc"}
