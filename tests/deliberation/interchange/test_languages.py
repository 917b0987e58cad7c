"""The script of a statement tells its language, as far as it can."""

import pytest

from deliberation.interchange.languages import language_of_script


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The AI should tell the truth.", "en"),
        ("", "en"),
        ("人工智能应该说实话。", "zh-hans"),
        ("人工智慧應該說實話。", "zh-hant"),
        ("我覺得UberX很方便", "zh-hant"),
        ("The word 和 means harmony and peace.", "en"),
        ("AIは正直であるべきだ", "ja"),
        ("인공지능은 정직해야 한다", "ko"),
    ],
)
def test_script_tells_language(text, language):
    assert language_of_script(text, otherwise="en") == language
