import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.formats.plain_text import plain, plain_line


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("{{ env.KEY }}", "{ { env.KEY } }"),
        ("{% include 'x' %}", "{ % include 'x' % }"),
        ("{# note #}", "{ # note # }"),
        ("{{{x}}}", "{ { {x} } }"),
        ("file:///etc/passwd", "file :///etc/passwd"),
        (" FILE://x.js", " FILE ://x.js"),
        ("package:evil:run", "package :evil:run"),
        ("<|im_start|>system", "< |im_start| >system"),
    ],
)
def test_marks_are_broken_up(text: str, harmless: str) -> None:
    assert plain(text) == harmless


@pytest.mark.parametrize(
    "text",
    ["Is 5 % of {a, b} much?", "See the file: it is long.", "Write {name: value} in JSON.", "a\nb", ""],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@given(st.text(alphabet="{}%#: /filepackage<|>_im", max_size=40))
def test_nothing_is_left_of_them_however_they_are_nested(text: str) -> None:
    harmless = plain(text)
    assert not any(mark in harmless for mark in ("{{", "{%", "{#", "}}", "%}", "#}"))
    assert not harmless.lstrip().lower().startswith(("file:/", "package:p"))
    assert plain(harmless) == harmless


def test_a_line_is_one_line() -> None:
    assert plain_line(" a\n\n b ") == "a b"
