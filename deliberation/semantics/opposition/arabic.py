"""Arabic, for telling the same from the opposite. PURE.

A word becomes a skeleton: without vowel signs, article, attached pronouns, personal prefixes and the long
vowels in which a verb, its noun and a broken plural differ (يستخدم, استخدام; طفل, أطفال). The prepositions
ب and ل, which are written together with what they govern, become units of their own.
"""

from __future__ import annotations

import functools
import re

from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.word_lists import bases_of_forms, language_rules, word_lists

_TOKEN = re.compile(r"[ء-ي]+|[a-z]+|\d+(?:[.,]\d+)*|[,.;:!?()،؛؟—–\n]")
_SIGNS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c-\u200f]")
_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": None}
)
_AMBIGUOUS = (
    (re.compile(r"\b(و?)(ب?)ألا\b"), r"\1\2أن لا"),
    (re.compile(r"\b(و?)إن (?!ال|على|من|في|هذ|كل|ذلك|لل)"), r"\1إذا "),
    (re.compile(r"(^|[.،,؛] ?)(لل?\w+(?: ال\w+)?) أن (?=[يت])"), r"\1يجوز \2 أن "),
    (re.compile(r"\b((?:ال|لل|بال)?)آلي(ة|ا|ون|ين)?\b"), r"\1اوتوماتيك"),
)
"""Words that one spelling of alef would make another one: ألا and إلا, إن and أن, آلي and إلى."""
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_LISTS = word_lists("arabic")
_NUMBERS = _LISTS["numbers"]
_CLAUSE_WORDS = frozenset("لكن ولكن لكنه لكنها بل بينما لان لانه لانها لانهم حيث اذ اما".split())


def _spelling(text: str) -> str:
    """Return the text in one spelling: no vowel signs, one alef, one ya, hamza as the letter it sits on."""
    text = _SIGNS.sub("", text.lower())
    for written, meant in _AMBIGUOUS:
        text = written.sub(meant, text)
    return re.sub(r"اء(?![ء-ي])", "اي", text).translate(_LETTERS).translate(_DIGITS)


_BASE_OF = {word: word for word in _spelling(_LISTS["whole"]).split()} | bases_of_forms(
    _spelling(_LISTS["irregular"]), with_bases=True
)
_KEEPS_BA = re.compile(
    "بحث|بشر|بيان|برنامج|برامج|برمج|بعض|بعد(?!ل)|بلد|بلاد|بلدان|بناي|بسيط|بساط|بديل|بداي|بدا|بيي|بنك|بنوك|بنت|بيت"
    "|بيع|بصر|بصم"
    "|بريد|بطال|بقاي|بقي|بالغ|برلمان|بطي|بوت|برر|بيولوج|بكتير|بوليس|بارز|باحث|بطاق|بدل|بهدف|بشان|بسبب|بنفس"
)
_KEEPS_LAM = re.compile(
    "لقاح|لطيف|لطف|لعب|لجن|لوم|لوايح|لايح|لون|لبس|لمس|لفت|لاجي|لحظ|لهج|لزوم|لين|لباق|لياق"
)
_KEEPS_WAW = re.compile(
    "وظايف|وظيف|وصول|وثيق|وثاي|وثق|واقع|وقايع|والد|وساي|وسيل|وطن|ولاي|وعي|وحيد|ورق|وسط|وسيط|وضع|واثق"
    "|وكال|وكيل|ولاد|وزار|وزير|وجه|وجود|وصف|وصي|وشيك|وراث|وافق|واجه|وفر|وفاه|وقاي|وسم|وعد|ودي|ودود|وجي"
)
_ENDINGS = (
    "اتهما اتهم اتهن اتها اتنا اتكم اته اتي اتك تهما تهم تهن تها تنا تكم ته "
    "هما هم هن ها كم نا ات ون ين وا يه تي ه ي ا"
).split()

_MUTUAL = re.compile("م.ا..(?:ه|ات|ت)")
"""The noun of a verb such as يساعد: مساعدة."""
_LEAST = 3
"""Letters that a skeleton keeps."""


@functools.lru_cache(maxsize=100_000)
def _units(word: str) -> tuple[str, ...]:
    """Return the units of one written word: the prepositions before it and its skeleton."""
    if word in _BASE_OF:
        return (_BASE_OF[word],)
    if word[0] == "و" and len(word) > 2 and not _KEEPS_WAW.match(word):
        return _units(word[1:])
    if word[0] == "ف" and re.match("ال|لا|لي|لت|لن|ل[هك]|ي|ان|ليس|عل|هو|هي|هذا", word[1:]) and len(word) > 3:
        return _units(word[1:])
    for article in ("بال", "كال", "لل", "ال"):
        if word.startswith(article) and len(word) - len(article) >= 2:
            before = (article[0],) if article in ("بال", "لل") else ()
            return (*before, *_units_after_article(word[len(article) :]))
    if word[0] == "ب" and len(word) > 3 and not _KEEPS_BA.match(word):
        return ("ب", *_units(word[1:]))
    if word[0] == "ل" and len(word) > 3 and not _KEEPS_LAM.match(word):
        # With a verb it says "let it": the personal prefix shows that it is one.
        return _units(word[1:]) if word[1] in "يت" and len(word) > 4 else ("ل", *_units(word[1:]))
    return (_skeleton(word),)


def _units_after_article(word: str) -> tuple[str, ...]:
    return (_BASE_OF[word],) if word in _BASE_OF else (_skeleton(word),)


def _skeleton(word: str) -> str:
    """Return the letters that carry the meaning; crude, but the same for the lists and the texts.

    Long vowels go where a verb and its noun differ in them (يستخدم, استخدام; يساعد, مساعدة; يكتب, كتابة) and
    stay where they make another word (خطر, خطير; كتب, كاتب).
    """
    is_derived = bool(_MUTUAL.match(word))
    word = word[is_derived:]
    for ending in _ENDINGS:
        after_long_vowel = ending in ("ي", "يه") and word[: -len(ending)].endswith("ا")
        kept = after_long_vowel or (ending == "ي" and word[0] in "يت")
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST and not kept:
            word = word[: -len(ending)]
            if (
                ending != "ا"
                and ending[0] in "اته"
                and not is_derived
                and word[2:3] == "ا"
                and len(word) == _LEAST + 1
            ):
                word = word[:2] + word[3:]
            break
    if word in _BASE_OF and not is_derived:
        return _BASE_OF[word]
    if len(word) == _LEAST and word[0] in "يت":
        # A doubled last letter is written once in the verb, twice in its noun: يقر, إقرار.
        return word[1:] + word[-1]
    for prefix in ("است", "يست", "تست", "نست", "سي", "ست", "ي", "ت", "ا"):
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= (_LEAST if prefix != "ا" else _LEAST + 1):
            word, is_derived = ("س" if prefix in ("است", "يست", "تست", "نست") else "") + rest, True
            break
    if is_derived and word.startswith("ت") and len(word) > _LEAST:
        word = word[1:]
    if len(word) == _LEAST + 2 and word[2:4] == "اي":
        return word[:2] + word[3:]
    for weak in "ايو" if is_derived else "":
        while len(word) > _LEAST and weak in word[1:]:
            place = word.rindex(weak)
            word = word[:place] + word[place + 1 :]
    return word


def arabic_words(text: str) -> tuple[str, ...]:
    """Return the units of an Arabic text: skeletons, with a boundary where a clause ends."""
    units: list[str] = []
    for token in _TOKEN.findall(_spelling(text)):
        if token in _CLAUSE_WORDS:
            found: tuple[str, ...] = (BOUNDARY,)
        elif token in _NUMBERS:
            found = (_NUMBERS[token],)
        elif token[0].isdigit():
            found = (token.replace(",", ""),)
        else:
            is_arabic = "ء" <= token[0] <= "ي"
            found = _units(token) if is_arabic else (token,) if token[0].isalpha() else (BOUNDARY,)
        if found != (BOUNDARY,) or (units and units[-1] != BOUNDARY):
            units.extend(found)
    return tuple(units)


ARABIC = language_rules("arabic", code="ar", words=arabic_words, has_negative_concord=True)
