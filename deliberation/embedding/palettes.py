"""The colours of the site by light and by dark, as static/css/tokens.css states them."""

from collections.abc import Mapping
from typing import Final

LIGHT: Final[Mapping[str, str]] = {
    "paper": "#f8f4eb",
    "sheet": "#fffdf8",
    "shade": "#ece5d6",
    "ink": "#1e1a15",
    "ink-soft": "#564e43",
    "rule": "#d6ccb9",
    "rule-strong": "#857a68",
    "accent": "#432c7a",
    "accent-ink": "#fffdf8",
    "accent-wash": "#e9e2f0",
    "agree": "#0b5d52",
    "disagree": "#97380f",
    "pass": "#5c5446",
    "good": "#0b5d52",
    "good-wash": "#dcebe2",
    "warning": "#7a4a00",
    "warning-wash": "#f8e8c4",
    "error": "#9a1f1f",
    "error-wash": "#f9e1db",
}
DARK: Final[Mapping[str, str]] = {
    "paper": "#1f1c19",
    "sheet": "#292521",
    "shade": "#332e29",
    "ink": "#f3ebdc",
    "ink-soft": "#c1b6a4",
    "rule": "#453e36",
    "rule-strong": "#90856f",
    "accent": "#c8b5f5",
    "accent-ink": "#241a3d",
    "accent-wash": "#362d4a",
    "agree": "#7fd3bd",
    "disagree": "#f5a67d",
    "pass": "#c9bfae",
    "good": "#7fd3bd",
    "good-wash": "#1d3a33",
    "warning": "#f0c66b",
    "warning-wash": "#3f321a",
    "error": "#ffab9c",
    "error-wash": "#472620",
}
