"""Which language a statement without a language is written in, as far as its script tells. PURE."""

import re

EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
KANA = re.compile("[\u3040-\u30ff]")
HANGUL = re.compile("[\uac00-\ud7af]")
ENOUGH = 0.3
"""Share of a text's letters from which its script decides; below it, such letters are names or quotes."""


def language_of_script(text: str, otherwise: str) -> str:
    """Return "ja", "ko", "zh-hant" or "zh-hans" for a text in that script, else `otherwise`.

    Traditional and simplified Chinese are told apart by the character set that has all their characters:
    Big5 or GB 2312. Where both or neither have them, traditional is assumed.
    """
    found = "".join(EAST_ASIAN.findall(text))
    if not found or len(found) < ENOUGH * sum(character.isalpha() for character in text):
        return otherwise
    if KANA.search(found):
        return "ja"
    if HANGUL.search(found):
        return "ko"
    simplified = _encodes(found, "gb2312") and not _encodes(found, "big5")
    return "zh-hans" if simplified else "zh-hant"


def _encodes(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
