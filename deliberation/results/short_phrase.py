"""The beginning of a statement that fits beside a letter. PURE."""

from __future__ import annotations

LONGEST = 56
"""Characters; half as many where a character is a word."""
WIDE_FROM = "\u2e80"
"""From here on scripts put about a word into a character, and no spaces between them."""
STOPS = ".,;:!?—–…。，；：！？、،؛؟"
SHORTEST_CLAUSE = 20


def short_phrase(text: str) -> str:
    """Return a short statement as it is, else its beginning up to a clause or a word, with "…"."""
    line = " ".join(text.split())
    wide = sum(letter >= WIDE_FROM for letter in line)
    longest = LONGEST // 2 if wide > len(line) // 3 else LONGEST
    if len(line) <= longest:
        return line.rstrip(".。")
    beginning = line[: longest + 1]
    shortest = SHORTEST_CLAUSE * longest // LONGEST
    clause = max((beginning.rfind(stop) for stop in STOPS), default=-1)
    if clause >= shortest and _ends_clause(line, clause):
        return beginning[:clause].rstrip() + "…"
    word = beginning.rfind(" ")
    return beginning[: word if word >= shortest else longest].rstrip(STOPS + " ") + "…"


def _ends_clause(line: str, stop: int) -> bool:
    """Whether the mark at a position ends something, unlike the point in 3.5."""
    return line[stop] >= WIDE_FROM or stop + 1 >= len(line) or line[stop + 1] == " "
