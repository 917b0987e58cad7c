import pytest

from deliberation.translating.scripts import direction_of, language_by_script, same_language, script_of


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("The AI should say what it does not know.", "ltr"),
        ("يجب أن يعترف الذكاء الاصطناعي بما لا يعرفه.", "rtl"),
        ("AI يجب أن يكون صادقًا دائمًا", "rtl"),
        ("על הבינה המלאכותית לומר אמת", "rtl"),
        ("人工智能应当说明它不知道什么。", "ltr"),
        ("👩🏽‍⚕️ 123", "ltr"),
    ],
)
def test_most_letters_decide_the_direction(text: str, direction: str) -> None:
    assert direction_of(text) == direction


def test_kana_and_han_are_one_script() -> None:
    assert script_of("AIは正直であるべきです") == "CJK"
    assert script_of("123 👩") == ""


@pytest.mark.parametrize(
    ("text", "chosen", "language"),
    [
        ("يجب أن يكون صادقًا", "en", "ar"),
        ("人工智能应当诚实", "en", "zh-hans"),
        ("人工智慧應當誠實", "zh-hant", "zh-hant"),
        ("La IA debe ser honesta", "en", "en"),
        ("La IA debe ser honesta", "es", "es"),
        ("Искусственный интеллект", "en", "en"),
        ("?!", "es", "es"),
    ],
)
def test_only_another_script_corrects_the_chosen_language(text: str, chosen: str, language: str) -> None:
    assert language_by_script(text, chosen, ["en", "es", "zh-hans", "zh-hant", "ar"]) == language


def test_variants_of_chinese_are_different_to_read() -> None:
    assert same_language("es", "es-MX")
    assert not same_language("zh-hans", "zh-hant")
    assert not same_language("es", "en")
