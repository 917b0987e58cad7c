"""Setting a text in lines of real glyph widths, and leaving out what no font can draw. PURE.

A face tells how wide each character is that it can draw. A text is set in the first face that draws all of
it; where none does, in the one that draws most, and what no face draws is left out, so that no card shows
boxes in place of letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

ELLIPSIS = "…"
NEVER_BEGINS = set("，。；：！？、）」』》】〉”’…%,.;:!?)]}»٪،؛؟")
"""Punctuation that never stands first on a line."""
NEVER_ENDS = set("（「『《【〈“‘([{«¿¡")
"""Punctuation that never stands last on a line."""
UNKNOWN_WIDTH = 0.6


@dataclass(frozen=True)
class Face:
    """A font file's face: its family, where it lies, and the width of each character it has, in ems."""

    family: str
    path: str
    widths: Mapping[int, float]

    def draws(self, text: str) -> bool:
        """Whether it has a glyph for every character that is seen."""
        return all(_is_unseen(character) or ord(character) in self.widths for character in text)


@dataclass(frozen=True)
class SetText:
    """A text in lines: its size, and the faces that draw it, the main one first."""

    lines: tuple[str, ...]
    size: float
    faces: tuple[Face, ...]
    is_shortened: bool

    @property
    def family(self) -> str:
        """The family of most of it; empty where nothing is left to draw."""
        return self.faces[0].family if self.faces else ""


def without_controls(text: str) -> str:
    """Return a text on one line without control and formatting characters, but joiners that letters need."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace()
        or character in "\u200c\u200d"
        or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(kept).split())


def drawable(text: str, faces: Sequence[Face]) -> str:
    """Return what of a text the faces can draw.

    A missing symbol, such as an emoji, goes without a trace; words of which a letter is missing leave an
    ellipsis, and a text of which no letter is left is empty.
    """
    words: list[str] = []
    for word in text.split(" "):
        missing = {character for character in word if not _is_drawn(character, faces)}
        if any(unicodedata.category(character)[0] in "LM" for character in missing):
            kept = ELLIPSIS
        else:
            kept = "".join(character for character in word if character not in missing)
        if kept and not (kept == ELLIPSIS and words and words[-1] == ELLIPSIS):
            words.append(kept)
    left = " ".join(words)
    said_nothing = not any(character.isalnum() for character in text)
    return left if said_nothing or any(character.isalnum() for character in left) else ""


def set_text(
    text: str, faces: Sequence[Face], *, width: float, most_lines: int, sizes: Sequence[float], height: float
) -> SetText:
    """Return the text in the largest of the sizes at which it fits; in the smallest, shortened, if in none.

    Args:
        text: one line of plain text.
        faces: in the order in which they are preferred.
        width: of the place, in pixels.
        most_lines: never more lines than these.
        sizes: type sizes in pixels, the largest first; a line takes 1.32 of it.
        height: of the place, in pixels.
    """
    shown = drawable(text, faces)
    used = _faces_for(shown, faces)
    if not shown:
        return SetText((), sizes[-1], (), bool(text))
    is_cut = ELLIPSIS in shown and ELLIPSIS not in text
    for size in sizes:
        lines = list(_lines(shown, used, width / size))
        if len(lines) <= min(most_lines, int(height / (1.32 * size))):
            return SetText(tuple(lines), size, used, is_cut)
    allowed = max(1, min(most_lines, int(height / (1.32 * sizes[-1]))))
    lines = list(_lines(shown, used, width / sizes[-1]))[:allowed]
    lines[-1] = _shortened(lines[-1], used, width / sizes[-1])
    return SetText(tuple(lines), sizes[-1], used, True)


def width_of(text: str, faces: Sequence[Face]) -> float:
    """Return the width in ems of a text set in the first face that has each character."""
    return sum(_width(character, faces) for character in text)


def _faces_for(text: str, faces: Sequence[Face]) -> tuple[Face, ...]:
    """The first face that draws everything; else the one that draws most, and those that draw the rest."""
    for face in faces:
        if face.draws(text):
            return (face,)
    if not text:
        return ()
    main = max(faces, key=lambda face: sum(ord(character) in face.widths for character in text))
    rest, used = set(text) - set(map(chr, main.widths)), [main]
    for face in faces:
        found = {character for character in rest if ord(character) in face.widths}
        if found:
            used.append(face)
            rest -= found
    return tuple(used)


def _lines(text: str, faces: Sequence[Face], width: float) -> Iterator[str]:
    """Break a text greedily at the places where it may be broken; `width` is in ems."""
    line = ""
    for piece in _pieces(text):
        if line and width_of((line + piece).rstrip(), faces) > width:
            yield line.rstrip()
            line = ""
        while width_of(piece.rstrip(), faces) > width:
            fitting = _fitting(piece, faces, width)
            yield piece[:fitting]
            piece = piece[fitting:]
        line += piece
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Cut a text after spaces, and between characters that are written without spaces."""
    start = 0
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        is_break = before == " " or (
            (_is_wide(before) or _is_wide(after)) and after not in NEVER_BEGINS and before not in NEVER_ENDS
        )
        if is_break and after != " ":
            yield text[start:place]
            start = place
    yield text[start:]


def _fitting(word: str, faces: Sequence[Face], width: float) -> int:
    used = 0.0
    for place, character in enumerate(word):
        used += _width(character, faces)
        if used > width:
            return max(1, place)
    return len(word)


def _shortened(line: str, faces: Sequence[Face], width: float) -> str:
    while line and width_of(line + ELLIPSIS, faces) > width:
        line = line[:-1]
    return line.rstrip(" ,.;:،，。；：") + ELLIPSIS


def _width(character: str, faces: Sequence[Face]) -> float:
    if _is_unseen(character):
        return 0.0
    for face in faces:
        found = face.widths.get(ord(character))
        if found is not None:
            return found
    return UNKNOWN_WIDTH


def _is_drawn(character: str, faces: Sequence[Face]) -> bool:
    return _is_unseen(character) or any(ord(character) in face.widths for face in faces)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
