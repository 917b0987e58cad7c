import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.integrity.plain_text import REORDERING, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  AI should\n\tbe   honest ", "AI should be honest"),
        ("be\x00 honest", "be honest"),
        ("honest \u202eton", "honest ton"),
        ("zero\u200bwidth", "zerowidth"),
        ("cafe\u0301", "café"),
        ("家庭 👨\u200d👩\u200d👧", "家庭 👨\u200d👩\u200d👧"),
        ("يجب أن يكون صادقا", "يجب أن يكون صادقا"),
    ],
)
def test_text_is_kept_and_tricks_are_not(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned
    assert not REORDERING & set(cleaned)
