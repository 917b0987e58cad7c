"""The number an answer comes to, in the two ways in which GSM8K is scored in practice.

*Marked* is the number after the last "####", as the data set's own solutions end. *Last* is the last
number of the text. Which of them a model writes says more about its form than about its arithmetic, so
both are counted.
"""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"[-−]?\$?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-−]?\$?\.\d+")
_MARKED = re.compile(r"####\s*([-−]?\s*\$?\s*[\d,]*\.?\d+)")
_HYPHEN_BEFORE = re.compile(r"[\w)]$")


def marked_number(text: str) -> str | None:
    """Give the number after the last "####", in plain form; None where there is none."""
    found = _MARKED.findall(text)
    return _plain(found[-1]) if found else None


def last_number(text: str) -> str | None:
    """Give the last number of a text, in plain form; None where there is none.

    Commas between groups of three digits and a dollar sign are no part of it. A hyphen right after a letter
    or a digit ("5-3", "apple-7") joins and does not make it negative.
    """
    matches = list(_NUMBER.finditer(text))
    if not matches:
        return None
    match = matches[-1]
    joined = match[0][0] in "-−" and _HYPHEN_BEFORE.search(text[: match.start()])
    return _plain(match[0][1:] if joined else match[0])


def answered_number(text: str) -> str | None:
    """Give the marked number, or else the last one."""
    return marked_number(text) or last_number(text)


def _plain(number: str) -> str:
    """Write a number without grouping, currency and needless zeros: "1,080.00" is "1080"."""
    value = Decimal(re.sub(r"[\s,$]", "", number).replace("−", "-"))
    if value == value.to_integral_value():
        value = value.to_integral_value()
    text = format(value, "f")
    return "0" if value == 0 else text.rstrip("0") if "." in text else text
