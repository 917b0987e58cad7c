"""Finds orders that were pulled apart or run together: "i g n o r e", "ig-nore", "IgnoreAll...". PURE."""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"(?<!not)(?<!never)(?:(?:ignore|disregard|forget|bypass|override|skip)(?:all|any|every|the|your"
    r"|of|these|those|other|my){0,4}"
    r"(?:previous|prior|preceding|earlier|above|foregoing|system|safety|original|initial)?(?:all|the"
    r"|your|of|given)?"
    r"(?:instruction|rule|prompt|guideline|principle|order|command|restriction|everythingabove|theabove)s?"
    r"|(?:reveal|print|show|repeat|output)(?:me|the|your|us|full|entire){0,3}(?:systemprompt"
    r"|systemmessage|hiddenprompt|instructions)"
    r"|youarenow(?:dan|a|an|in|the|un|free|evil|no)|doanythingnow|actasdan|systemprompt:?"
    r"|pretend(?:that)?youare"
    r"|(?:reply|respond|answer|say|output)(?:only|just)(?:with)?(?:ok|yes|pwned|hacked|theword)"
    r"|alwayschoose(?:response|answer|option)[ab]"
    r"|ignora(?:todas?)?(?:las|tus|los)?instruccionesanteriores|newinstructions|overridesall(?:others"
    r"|other)|developermode"
    r"|endofprinciples?|ratethis(?:10|ten))",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[^\W\d_]+")
MOST_LETTERS_A_PIECE = 2.6
"""On average; written as usual, the words of such an order have five letters or more."""


def squeezed_order(text: str) -> str:
    """Return the part of a text that is an order once what stands between its letters is taken out.

    Only where its letters are grouped in no usual way; words with single spaces are read elsewhere.
    """
    places = [place for place, character in enumerate(text) if character.isalnum()]
    letters = "".join(text[place] for place in places)
    for match in _ORDER.finditer(letters):
        start, end = places[match.start()], places[match.end() - 1] + 1
        part = text[start:end]
        if _is_grouped_oddly(part, whole=text, start=start, end=end):
            return part
    return ""


def _is_grouped_oddly(part: str, *, whole: str, start: int, end: int) -> bool:
    pieces = _PIECE.findall(part)
    if len(part.split()) == len(pieces) == 1:
        # Run together: the word does not end or begin where the order does only by chance.
        return len(part) >= 12
    if re.search(r"[^\W\d_][^\w\s’'][^\W\d_]|[^\W\d_]_[^\W\d_]", part):
        return bool(re.search(r"\w[^\w\s]\w.*\w[^\w\s]\w|_.*_|\+|[\"'“”]", part)) or "-" in part
    return sum(map(len, pieces)) / len(pieces) <= MOST_LETTERS_A_PIECE
