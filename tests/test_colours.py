"""The colours of the site can be read: WCAG 2.2 contrast of every pair that text or controls use."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "static" / "css" / "tokens.css"
GROUNDS = ["paper", "sheet", "shade"]
TEXT = [
    (ink, ground, 4.5) for ink in ("ink-soft", "accent", "agree", "disagree", "pass") for ground in GROUNDS
]
STATEMENTS = [
    ("ink", ground, 7) for ground in (*GROUNDS, "accent-wash", "good-wash", "warning-wash", "error-wash")
]
MESSAGES = [(word, f"{word}-wash", 4.5) for word in ("accent", "good", "warning", "error")]
OTHERS = [("accent-ink", "accent", 4.5), ("error", "paper", 4.5), ("error", "sheet", 4.5)]
VOTES_PRESSED = [("paper", vote, 4.5) for vote in ("agree", "disagree", "pass")]
BORDERS = [("rule-strong", "paper", 3), ("rule-strong", "sheet", 3)]
LETTERS = [(f"group-{letter}-ink", f"group-{letter}", 4.5) for letter in "abcdef"]


def theme(start: str) -> dict[str, str]:
    """Return the colours set in the first block after a selector."""
    block = TOKENS.read_text().split(start, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT = theme(":root {")
DARK = LIGHT | theme(':root[data-theme="dark"] {')


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2 for "#rrggbb"."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [*TEXT, *STATEMENTS, *MESSAGES, *OTHERS, *VOTES_PRESSED, *BORDERS, *LETTERS],
)
def test_contrast_is_enough(colours: dict[str, str], front: str, back: str, least: float) -> None:
    brighter, darker = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)

    assert (brighter + 0.05) / (darker + 0.05) >= least


def test_the_system_s_dark_mode_and_the_chosen_one_are_the_same() -> None:
    assert theme(':root:not([data-theme="light"]) {') == theme(':root[data-theme="dark"] {')
