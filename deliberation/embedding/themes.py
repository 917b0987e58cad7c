"""The colours a host site asks for, taken only where everything stays readable, as a small style sheet.

Contrast is that of WCAG 2.2 (success criterion 1.4.3): (L1 + 0.05) / (L2 + 0.05) of the relative luminances
of two colours, the brighter first; text needs 4.5, the edges of controls need 3 (1.4.11).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deliberation.embedding.palettes import DARK, LIGHT

LEAST_FOR_TEXT: Final = 4.5
LEAST_FOR_EDGES: Final = 3.0
COLOUR: Final = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
TEXT_ON_GROUND: Final = ("ink", "ink-soft", "accent", "agree", "disagree", "pass", "error")
"""Colours in which words stand on the grounds of a page."""
GROUNDS: Final = ("paper", "sheet", "shade")


@dataclass(frozen=True)
class Theme:
    """Colours as "#rrggbb"; empty ones are the site's own.

    Attributes:
        accent: links, the main button, and what is chosen.
        ground: behind everything; with it light and dark are no longer the reader's system's choice.
        ink: the words.
    """

    accent: str = ""
    ground: str = ""
    ink: str = ""


def read_colour(text: str) -> str:
    """Return a colour such as "#1a2b3c", "1A2B3C" or "#abc" as "#rrggbb"; empty for anything else."""
    found = COLOUR.fullmatch(text.strip())
    if found is None:
        return ""
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black on white)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def taken(theme: Theme) -> Theme:
    """Return the theme without the colours that cannot be read; ground and ink are judged together."""
    pair = Theme(ground=theme.ground, ink=theme.ink)
    if not colours_of(pair):
        pair = Theme()
    with_accent = Theme(theme.accent, pair.ground, pair.ink)
    return with_accent if colours_of(with_accent) else pair


def colours_of(theme: Theme) -> dict[str, Mapping[str, str]]:
    """Return all colours of a page by scheme ("light", "dark", or "fixed"), where they can be read.

    Without a ground there may be one palette for light and one for dark; with one there is one at most.
    """
    if theme.ground:
        found = [colours for base in (LIGHT, DARK) if (colours := _colours(theme, base))]
        return {"fixed": found[0]} if found else {}
    by_scheme = {"light": _colours(theme, LIGHT), "dark": _colours(theme, DARK)}
    return {scheme: colours for scheme, colours in by_scheme.items() if colours}


def style_sheet(theme: Theme) -> str:
    """Return the theme as CSS over the site's own tokens; empty where nothing is asked for or readable."""
    if theme == Theme():
        return ""
    parts = []
    for scheme, colours in colours_of(theme).items():
        lines = "".join(f"  --{name}: {colour};\n" for name, colour in colours.items())
        if scheme == "fixed":
            kind = "light" if colours["agree"] == LIGHT["agree"] else "dark"
            parts.append(f":root:root {{\n  color-scheme: {kind};\n{lines}}}\n")
        else:
            parts.append(f"@media (prefers-color-scheme: {scheme}) {{\n:root:root {{\n{lines}}}\n}}\n")
    return "".join(parts)


def _colours(theme: Theme, base: Mapping[str, str]) -> dict[str, str]:
    """Return a palette with the theme's colours in it; empty where something cannot be read."""
    colours = dict(base)
    if theme.ground:
        ink = theme.ink or base["ink"]
        colours |= {"paper": theme.ground, "sheet": theme.ground, "shade": _mixed(theme.ground, ink, 0.06)}
        colours |= {"rule": _mixed(theme.ground, ink, 0.2), "rule-strong": _mixed(theme.ground, ink, 0.55)}
    if theme.ink:
        colours |= {"ink": theme.ink, "ink-soft": _mixed(theme.ink, colours["paper"], 0.2)}
    if theme.accent:
        colours["accent"] = theme.accent
        colours["accent-ink"] = max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, theme.accent))
        colours["accent-wash"] = _mixed(colours["paper"], theme.accent, 0.1)
    return colours if _is_readable(colours) else {}


def _is_readable(colours: Mapping[str, str]) -> bool:
    pairs = [(colours[text], colours[ground]) for text in TEXT_ON_GROUND for ground in GROUNDS]
    pairs += [(colours["ink"], colours[f"{name}-wash"]) for name in ("accent", "good", "warning", "error")]
    pairs += [(colours["accent-ink"], colours["accent"]), (colours["accent"], colours["accent-wash"])]
    pairs += [(colours["paper"], colours[vote]) for vote in ("agree", "disagree", "pass")]
    edges = [contrast(colours["rule-strong"], colours[ground]) for ground in ("paper", "sheet")]
    return min(contrast(*pair) for pair in pairs) >= LEAST_FOR_TEXT and min(edges) >= LEAST_FOR_EDGES


def _mixed(one: str, other: str, share: float) -> str:
    """Return a colour with a share of another one in it."""
    channels = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = [channel / 255 for channel in _channels(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
