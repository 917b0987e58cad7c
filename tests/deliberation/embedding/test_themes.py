"""Colours of a host site: taken where everything stays readable."""

import pytest

from deliberation.embedding import palettes
from deliberation.embedding.themes import (
    Theme,
    colours_of,
    contrast,
    read_colour,
    style_sheet,
    taken,
)
from tests.test_colours import DARK, LIGHT


@pytest.mark.parametrize(("own", "sheet"), [(palettes.LIGHT, LIGHT), (palettes.DARK, DARK)])
def test_the_palettes_are_those_of_the_style_sheet(own: dict[str, str], sheet: dict[str, str]) -> None:
    assert own == {name: colour for name, colour in sheet.items() if not name.startswith("group-")}


@pytest.mark.parametrize(("typed", "read"), [
    ("#1A5fb4", "#1a5fb4"), ("1a5fb4", "#1a5fb4"), ("#abc", "#aabbcc"), (" #fff ", "#ffffff"),
    ("red", ""), ("#12345", ""), ("url(x)", ""), ("#1a5fb4;}", ""), ("", ""),
])  # fmt: skip
def test_a_colour_is_three_or_six_digits(typed: str, read: str) -> None:
    assert read_colour(typed) == read


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize(("asked", "kept"), [
    (Theme("#005a9c", "#ffffff", "#111111"), Theme("#005a9c", "#ffffff", "#111111")),
    (Theme("#ffffff", "#101018", "#f0f0f0"), Theme("#ffffff", "#101018", "#f0f0f0")),
    (Theme(ground="#808080"), Theme()),
    (Theme(ground="#ffffff", ink="#bbbbbb"), Theme()),
    (Theme("#005a9c", "#ffffff", "#bbbbbb"), Theme("#005a9c")),
    (Theme("#ffff00", "#ffffff"), Theme("", "#ffffff")),
    (Theme(), Theme()),
])  # fmt: skip
def test_a_pair_under_four_and_a_half_to_one_is_not_taken(asked: Theme, kept: Theme) -> None:
    assert taken(asked) == kept


def test_an_accent_alone_is_taken_by_light_or_by_dark_where_it_can_be_read() -> None:
    assert set(colours_of(Theme("#005a9c"))) == {"light"}
    assert set(colours_of(Theme("#9fd0ff"))) == {"dark"}


@pytest.mark.parametrize("theme", [Theme("#005a9c", "#ffffff"), Theme("#9fd0ff"), Theme(ground="#0a0a0a")])
def test_every_text_of_a_theme_can_be_read(theme: Theme) -> None:
    for colours in colours_of(theme).values():
        assert contrast(colours["accent-ink"], colours["accent"]) >= 4.5
        for words in ("ink", "ink-soft", "accent", "agree", "disagree", "pass", "error"):
            assert contrast(colours[words], colours["paper"]) >= 4.5


def test_the_style_sheet_says_nothing_but_colours() -> None:
    assert style_sheet(Theme()) == ""
    sheet = style_sheet(Theme("#005a9c", "#ffffff"))
    assert "color-scheme: light;" in sheet
    assert "--paper: #ffffff;" in sheet
    assert sheet.count("{") == sheet.count("}") == 1
