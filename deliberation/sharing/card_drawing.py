"""The picture that stands for a shared link, as SVG: paper and ink, what people said, bars by group. PURE.

Texts are written as text nodes only, escaped; nothing in the picture refers to anything outside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from deliberation.sharing.text_setting import Face, SetText, set_text, without_controls
from deliberation.translating.scripts import direction_of

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
PAPER, SHADE, INK, SOFT, RULE = "#f8f4eb", "#ece5d6", "#1e1a15", "#564e43", "#857a68"
ACCENT = "#432c7a"
GROUPS = {
    "A": ("#0072b2", "#ffffff"), "B": ("#e69f00", INK), "C": ("#009e73", INK), "D": ("#cc79a7", INK),
    "E": ("#56b4e9", INK), "F": ("#d55e00", "#000000"),
}  # fmt: skip
"""The colours of `tokens.css`: of each group, and of the letter on it."""
STATEMENT_SIZES, QUIET_SIZES = (64, 58, 52, 47, 42, 38, 35), (32, 30, 28)
COLUMN, GAP = 620, 56
"""Width of the statement beside bars, and between the two."""
TOP, BOTTOM = 128, 522
ROW = 56
_ISOLATED_RIGHT_TO_LEFT, _END_OF_ISOLATE = "\u2067", "\u2069"

Voice = Literal["serif", "sans"]
Align = Literal["start", "end", "own"]
FacesFor = Callable[[Voice, str, str], Sequence[Face]]
"""Gives the faces for a voice, a language and a text."""


@dataclass(frozen=True)
class CardBar:
    """How many agree: of one group, or of everybody (no letter); no share where too few voted to say."""

    letter: str
    name: str
    share: float | None
    words: str


@dataclass(frozen=True)
class Card:
    """What a card says.

    Attributes:
        eyebrow: what it belongs to, such as the question of the deliberation.
        text: what people said, in the large serif; `text_language` is its language.
        finding: a sentence about it; `bars_title` and `bars` show it in figures.
        source: the site; `stamp`: date and hash of what it was drawn from.
        language: of the words around it; `is_mirrored` where that runs from right to left.
    """

    eyebrow: str
    text: str
    text_language: str
    finding: str
    source: str
    stamp: str
    language: str
    is_mirrored: bool = False
    bars_title: str = ""
    bars: tuple[CardBar, ...] = ()


@dataclass
class _Sheet:
    """A drawing in progress: its parts, and the font files that its texts need."""

    card: Card
    faces_for: FacesFor
    parts: list[str] = field(default_factory=list)
    files: dict[str, None] = field(default_factory=dict)

    def across(self, x: float, width: float = 0) -> float:
        """Where a thing at `x` from the start side begins, counted from the left."""
        return WIDTH - x - width if self.card.is_mirrored else x

    def set(
        self,
        text: str,
        voice: Voice,
        language: str,
        *,
        width: float,
        lines: int,
        sizes: Sequence[float],
        height: float = HEIGHT,
    ) -> SetText:
        """Set a text and remember the files of its faces."""
        plain = without_controls(text)
        faces = self.faces_for(voice, language, plain)
        set_ = set_text(plain, faces, width=width, most_lines=lines, sizes=sizes, height=height)
        self.files |= dict.fromkeys(face.path for face in set_.faces)
        return set_

    def write(
        self,
        text: SetText,
        x: float,
        y: float,
        width: float,
        colour: str,
        *,
        rtl: bool | None = None,
        align: Align = "start",
    ) -> float:
        """Write lines into a place `x` from the start side; return where the next line would be.

        The lines run as the words of the card do, or as `rtl` says. They stand at the start or the end of
        the card, or ("own") where a text that runs like them begins.
        """
        runs_left = self.card.is_mirrored if rtl is None else rtl
        at_right = runs_left if align == "own" else self.card.is_mirrored != (align == "end")
        left = self.across(x, width)
        for line in text.lines:
            shown = f"{_ISOLATED_RIGHT_TO_LEFT}{line}{_END_OF_ISOLATE}" if runs_left else line
            self.parts.append(
                f'<text x="{left + width if at_right else left:g}" y="{y:g}" fill="{colour}"'
                f' font-size="{text.size:g}" font-family="\'{text.family}\'"'
                f' text-anchor="{"end" if at_right else "start"}">{escape(shown)}</text>'
            )
            y += 1.32 * text.size
        return y


def draw_card(card: Card, faces_for: FacesFor) -> tuple[str, tuple[str, ...]]:
    """Return the card as SVG, `WIDTH` by `HEIGHT`, and the font files that it needs."""
    sheet = _Sheet(card, faces_for)
    whole = WIDTH - 2 * MARGIN
    sheet.parts.append(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>')
    sheet.parts.append(f'<rect x="{sheet.across(0, 14):g}" width="14" height="{HEIGHT}" fill="{ACCENT}"/>')
    eyebrow = sheet.set(card.eyebrow, "sans", card.text_language, width=whole, lines=1, sizes=(30,))
    sheet.write(eyebrow, MARGIN, 92, whole, SOFT, rtl=direction_of(card.eyebrow) == "rtl")
    _words(sheet, COLUMN if card.bars else whole)
    if card.bars:
        _bars(sheet, MARGIN + COLUMN + GAP)
    _foot(sheet, whole)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(sheet.parts)}</svg>'
    )
    return svg, tuple(sheet.files)


def _words(sheet: _Sheet, width: float) -> None:
    """What people said, and below it what was found."""
    card = sheet.card
    finding = sheet.set(
        card.finding, "sans", card.language, width=width, lines=3, sizes=QUIET_SIZES, height=140
    )
    below = len(finding.lines) * 1.32 * finding.size
    text = sheet.set(
        card.text, "serif", card.text_language, width=width, lines=6, sizes=STATEMENT_SIZES,
        height=BOTTOM - TOP - below - (28 if below else 0),
    )  # fmt: skip
    runs_left = direction_of(card.text) == "rtl"
    after = sheet.write(text, MARGIN, TOP + text.size, width, INK, rtl=runs_left, align="own")
    top = after - text.size * 0.32 + 22 if text.lines else TOP + finding.size
    theirs = direction_of(card.finding) == "rtl" or (card.is_mirrored and _runs_left_somewhere(card.finding))
    sheet.write(finding, MARGIN, top, width, SOFT, rtl=theirs)


def _bars(sheet: _Sheet, start: float) -> None:
    """A bar for each group on one scale, with its letter, the middle marked."""
    card, width = sheet.card, WIDTH - MARGIN - start
    title = sheet.set(card.bars_title, "sans", card.language, width=width, lines=2, sizes=(30, 27))
    y = sheet.write(title, start, TOP + 34, width, INK) - 10
    step = min(ROW, (BOTTOM - y) / max(1, len(card.bars)))
    for bar in card.bars:
        _bar(sheet, bar, start, y, width, step - 14)
        y += step


def _bar(sheet: _Sheet, bar: CardBar, start: float, y: float, width: float, tall: float) -> None:
    card, chip, figure = sheet.card, 52, 92
    colour, letter_colour = GROUPS.get(bar.letter, (INK, PAPER))
    if bar.letter:
        left = sheet.across(start, chip)
        sheet.parts.append(_box(left, y, chip, tall, colour, INK))
        letter = sheet.set(bar.letter, "sans", "en", width=chip, lines=1, sizes=(27,))
        sheet.parts.append(
            f'<text x="{left + chip / 2:g}" y="{y + tall / 2 + 9.5:g}" fill="{letter_colour}" font-size="27"'
            f' font-family="\'{letter.family}\'" text-anchor="middle">{escape(bar.letter)}</text>'
        )
    else:
        name = sheet.set(bar.name, "sans", card.language, width=chip + 22, lines=1, sizes=(27, 24, 20, 17))
        sheet.write(name, start, y + tall / 2 + 9.5, chip + 22, INK)
    track, at = width - chip - 22 - figure, start + chip + 22
    sheet.parts.append(_box(sheet.across(at, track), y, track, tall, SHADE, "none"))
    if bar.share is not None:
        length = max(2.0, track * min(1.0, bar.share))
        sheet.parts.append(_box(sheet.across(at, length), y, length, tall, colour, INK))
    middle = sheet.across(at + track / 2)
    sheet.parts.append(f'<path d="M{middle:g} {y - 4:g}V{y + tall + 4:g}" stroke="{RULE}" stroke-width="2"/>')
    words = sheet.set(bar.words, "sans", card.language, width=figure - 10, lines=1, sizes=(29, 26))
    sheet.write(words, at + track + 10, y + tall / 2 + 10.5, figure - 10, INK, align="end")


def _foot(sheet: _Sheet, whole: float) -> None:
    """Where it comes from, and from which snapshot it was drawn."""
    card, half = sheet.card, whole / 2
    sheet.parts.append(
        f'<path d="M{MARGIN} {HEIGHT - 86}H{WIDTH - MARGIN}" stroke="{RULE}" stroke-width="1.5"/>'
    )
    sheet.parts.append(_mark(sheet.across(MARGIN, 40), HEIGHT - 69))
    source = sheet.set(card.source, "sans", card.language, width=half - 54, lines=1, sizes=(28, 25))
    sheet.write(source, MARGIN + 54, HEIGHT - 40, half - 54, INK, rtl=False)
    stamp = sheet.set(card.stamp, "sans", card.language, width=half - 20, lines=1, sizes=(25, 22))
    sheet.write(stamp, MARGIN + half + 20, HEIGHT - 41, half - 20, SOFT, align="end")


def _mark(x: float, y: float) -> str:
    """The three rings of the wordmark."""
    rings = "".join(
        f'<circle cx="{cx}" cy="{cy}" r="8.6" fill="none" stroke="{INK}" stroke-width="1.6"/>'
        for cx, cy in ((16, 11.3), (11.4, 19.4), (20.6, 19.4))
    )
    heart = "M19.99 18.92A8.6 8.6 0 0 0 16 12.13 8.6 8.6 0 0 0 12.01 18.92 8.6 8.6 0 0 0 19.99 18.92z"
    return f'<g transform="translate({x:g} {y:g}) scale(1.25)"><path d="{heart}" fill="{ACCENT}"/>{rings}</g>'


def _box(x: float, y: float, width: float, height: float, fill: str, stroke: str) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}" stroke="{stroke}"'
        ' stroke-width="1.5"/>'
    )


def _runs_left_somewhere(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
