"""Texts in lines, and what is left of those that no font can draw."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.sharing.text_setting import Face, drawable, set_text, width_of, without_controls

LATIN = Face("Latin", "latin.ttf", dict.fromkeys(range(32, 0x250), 0.5) | {0x2026: 0.5})
HAN = Face("Han", "han.ttf", dict.fromkeys(range(0x4E00, 0x9FFF), 1.0) | {ord(c): 1.0 for c in "，。“”"})
BOTH = (LATIN, HAN)
PLACE = {"width": 200, "most_lines": 3, "sizes": (40, 20), "height": 1000}


def test_a_short_text_stays_in_the_largest_size_on_one_line():
    found = set_text("Be honest.", BOTH, **PLACE)
    assert (found.lines, found.size, found.family, found.is_shortened) == (
        ("Be honest.",),
        40,
        "Latin",
        False,
    )


def test_a_long_text_becomes_smaller_before_it_is_cut_with_an_ellipsis():
    smaller = set_text("An AI should be honest with people.", BOTH, **PLACE)
    assert (smaller.size, smaller.is_shortened) == (20, False)
    cut = set_text("An AI should be honest with people. " * 9, BOTH, **PLACE)
    assert cut.is_shortened
    assert len(cut.lines) == 3
    assert cut.lines[-1].endswith("…")


def test_chinese_breaks_between_characters_but_never_before_punctuation():
    found = set_text(
        "人工智能应当对人说真话，即使不好听。", (HAN,), **PLACE | {"most_lines": 9, "sizes": (20,)}
    )
    assert len(found.lines) == 2
    assert not any(line.startswith(("，", "。")) for line in found.lines)


def test_a_word_longer_than_the_line_is_broken():
    found = set_text("x" * 50, BOTH, **PLACE)
    assert "".join(found.lines) == "x" * 50
    assert len(found.lines) == 3


@given(st.text(alphabet="ab 人工，。éش😀", max_size=60))
def test_no_line_is_wider_than_its_place_and_none_holds_what_no_face_draws(text):
    plain = without_controls(text)
    found = set_text(plain, BOTH, **PLACE | {"most_lines": 50, "sizes": (30,)})
    for line in found.lines:
        assert width_of(line, found.faces) * found.size <= 200 or len(line) <= 2
        assert all(any(ord(letter) in face.widths for face in BOTH) for letter in line)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Be kind 😀 always", "Be kind always"),
        ("Say สวัสดี ชาวโลก to all", "Say … to all"),
        ("สวัสดี", ""),
        ("–", ""),
    ],
)
def test_missing_symbols_go_and_missing_words_leave_an_ellipsis(text, left):
    assert drawable(text, BOTH) == left


def test_control_and_formatting_characters_are_taken_out():
    assert without_controls("a\x00b\u202ec\u2066d\n e\ud800") == "abcd e"
