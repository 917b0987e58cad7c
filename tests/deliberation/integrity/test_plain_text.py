import unicodedata

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
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("Scotland 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f!",) * 2,
        ("❤\ufe0f 1\ufe0f\u20e3 ☎\ufe0e", "❤\ufe0f 1\ufe0f\u20e3 ☎\ufe0e"),
        ("葛\U000e0100飾", "葛\U000e0100飾"),
        ("ig\u200dno\u200cre", "ignore"),
        ("honest\U000e0069\U000e0067\U000e006e", "honest"),
        ("open\ufe01\U000e0131\U000e0132", "open"),
        ("fi\u3164ll\u2800er\u115f", "filler"),
        ("e\u200b\u0301", "é"),
        ("in\u2062visible\u206a", "invisible"),
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
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"} for character in cleaned)
