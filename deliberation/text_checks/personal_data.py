"""Whether a text names somebody or says how to reach them. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from deliberation.text_checks.flag import Flag, excerpt
from deliberation.text_checks.normalisation import visible

_AT = r"\s*[\[({<]\s*(?:at|arroba|@)\s*[\])}>]\s*|\s(?:at|arroba)\s"
_DOT = r"\s*[\[({<]\s*(?:dot|punto|\.)\s*[\])}>]\s*|\s(?:dot|punto)\s"
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?(?:[\w-]+\.)+[a-z]{2,12}\b"
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}(?:{_AT}|@)[\w-]+(?:{_DOT})[a-z]{{2,12}}\b"
    r"|(?<![\w.+-])[\w.+-]{1,64}\s*[\[({<]\s*(?:at|arroba|@)\s*[\])}>]\s*(?:[\w-]+\.)+[a-z]{2,12}\b",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_](?:\w|\.(?=\w)){2,30}\b")
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+|00)\d{1,3}[\s().-]{0,3}\d(?:[\s().-]{0,2}\d){6,12}(?![\w])"
    r"|(?<![\w.,/-])\(\d{2,4}\)\s?\d{3,4}[\s.-]?\d{3,4}(?!\w)"
    r"|(?<![\w.,/-])(?<!\d )(?!\d{3}[ .]000)\d{3}[\s.-]\d{3}[\s.-]\d{3,4}(?![\w.,])"
    r"|(?<![\w.,/-])0\d[\s-]\d{4}[\s-]\d{4}(?!\w)"
    r"|(?<![\w.,/-])0\d(?:[\s.-]\d{2}){4}(?!\w)|(?<![\w.,/-])0\d{2,4}[\s.-]?\d{3,4}[\s.-]?\d{3,4}(?![\w.,])"
    r"|(?<![\w.,/-])1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\w)"
)
_CALL = re.compile(
    r"(?:\b(?:tel|phone|telephone|call|text|whats ?app|mobile|cell|fax|number|tel[ée]fono|m[óo]vil"
    r"|ll[áa]mame|n[úu]mero|signal|telegram)\b"
    r"|电话|電話|手机|手機|致电|致電|微信|هاتف|جوال|رقم|اتصل"
    r"|واتساب)[^\d\n]{0,20}((?:\d[\s().-]{0,2}){6,13}\d)(?![\s-]?\d)",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"(?<![\w.,])\d(?:[ -]?\d){11,18}(?![\w])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b")
_SOCIAL_SECURITY = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_SPANISH_ID = re.compile(r"\b(?:[XYZ]\d{7}|\d{8})[ -]?[A-HJ-NP-TV-Z]\b", re.IGNORECASE)
_CHINESE_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\w)")
_TAIWANESE_ID = re.compile(r"\b[A-Z][12]\d{8}\b")
_NAMED_ID = re.compile(
    r"(?:\b(?:passport|social security|ssn|id card|identity card|driver'?s licen[cs]e|dni|nie"
    r"|pasaporte|national id|tax id|nhs|insurance)\b"
    r"|身份证|身分證|护照|護照|جواز|الهوية)[^\d\n]{0,25}[A-Z]{0,2}\d[\dA-Z -]{5,}",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{1,5}[a-zA-Z]?,?\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'’.-]+\s+){1,3}(?i:street|st|avenue|ave|road|rd"
    r"|lane|ln|boulevard|blvd|drive|dr"
    r"|court|ct|square|sq|terrace|way|place|pl|close|crescent|highway"
    r"|hwy)\b\.?(?!\s*[a-z]{4,}\s+(?:people|years))"
    r"|\b(?i:calle|avenida|avda?\.?|plaza|paseo|carrera|camino|rue|via|viale)\s+(?:(?i:de|del|la|las"
    r"|los|el)\s+){0,2}[A-ZÁÉÍÓÚÑ][\w'’-]+"
    r"(?:\s+[\w'’-]+){0,3},?\s+(?i:n[.º°úu]*m?\.?\s*)?\d{1,4}\b"
    r"|\b[A-ZÄÖÜ][\wäöüß-]+(?:straße|strasse|str\.|weg|platz|gasse|allee)\s+\d{1,4}[a-z]?\b"
    r"|[\u4e00-\u9fff]{2,8}(?:路|街|道|巷|弄"
    r"|大街)[\u4e00-\u9fff\d一二三四五六七八九十]{0,8}?\d{1,5}\s?(?:号|號|弄|巷|室|楼|樓)"
    r"|شارع\s+\S+(?:\s+\S+){0,3}\s+(?:رقم\s+)?\d{1,4}\b|\bP\.?\s?O\.? Box \d+"
)
_NAME = (
    r"(?-i:[A-ZÁÉÍÓÚÑÄÖÜÇ][\w'’-]+(?:\s+(?:de|del|la|van|von|bin|al|da|dos)){0,2}\s+[A-ZÁÉÍÓÚÑÄÖÜÇ][\w'’-]+)"
)
_INTRODUCED = re.compile(
    rf"\b(?:my (?:full |real )?name is|me llamo|mi nombre es|je m['’]appelle|ich hei(?:ß|ss)e"
    rf"|his name is|her name is"
    rf"|my (?:neighbou?r|boss|teacher|doctor|colleague|ex|husband|wife|landlord|classmate"
    rf"|coworker)(?: is| called| named|,)?"
    rf"|mi (?:vecin[oa]|jef[ea]|profesora?|médic[oa]|compañer[oa]|ex|marido|mujer)(?:,| se llama)?"
    rf"|(?:lives?|living|works?|vive|trabaja) (?:at|in|en) .{{1,30}}? named)\s+({_NAME})",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\b(?:mr|mrs|ms|miss|sr|sra|srta|dr|dra|herr|frau|mme|prof)\b\.?\s+({_NAME})", re.IGNORECASE
)
_CHINESE_NAME = re.compile(
    r"(?:我(?:叫(?!它|他|她|牠)|的名字是|名叫)|(?:他|她)(?:叫|的名字是))[\u4e00-\u9fff]{2,4}(?=$"
    r"|[，。,.！!、 ])"
)
_ARABIC_NAME = re.compile(r"(?:اسمي|إسمي|أنا اسمي|اسمه|اسمها)\s+\w{2,}\s+\w{2,}")
_NOT_A_PERSON = frozenset("artificial human machine open chat google deep the a an ai".split())


def personal_data_flags(text: str) -> tuple[Flag, ...]:
    """Return what in a text may identify a person: each sort once."""
    found: dict[str, Flag] = {}
    for sign, words in _findings(_with_ascii_digits(visible(text))):
        found.setdefault(sign, Flag("personal_data", sign, excerpt(words)))
    return tuple(found.values())


def _findings(text: str) -> Iterator[tuple[str, str]]:
    for match in _EMAIL.finditer(text):
        yield "email", match[0]
    for match in _IBAN.finditer(text):
        if _is_iban(match[0]):
            yield "bank_account", match[0]
    numbers = [match[0] for match in _LONG_NUMBER.finditer(text)]
    for number in numbers:
        if _is_card_number(number):
            yield "card", number
    for match in (*_SPANISH_ID.finditer(text), *_CHINESE_ID.finditer(text), *_TAIWANESE_ID.finditer(text)):
        if _is_identity_number(match[0]):
            yield "identity_number", match[0]
    for match in (*_SOCIAL_SECURITY.finditer(text), *_NAMED_ID.finditer(text)):
        yield "identity_number", match[0]
    for match in (*_CALL.finditer(text), *_PHONE.finditer(text)):
        if 7 <= sum(c.isdigit() for c in match[0]) <= 16 and not _SOCIAL_SECURITY.search(match[0]):
            yield "phone", match[0]
    for pattern, sign in (
        (_STREET, "address"),
        (_HANDLE, "handle"),
        (_CHINESE_NAME, "name"),
        (_ARABIC_NAME, "name"),
    ):
        for match in pattern.finditer(text):
            yield sign, match[0]
    for match in (*_INTRODUCED.finditer(text), *_TITLED.finditer(text)):
        if match[1].split()[0].lower() not in _NOT_A_PERSON:
            yield "name", match[0]


def _with_ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


def _is_card_number(number: str) -> bool:
    """Return whether a number has the length and the check digit of a payment card (ISO/IEC 7812, Luhn)."""
    digits = [int(c) for c in number if c.isdigit()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) < 2 or digits[0] not in {2, 3, 4, 5, 6}:
        return False
    doubled = [sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(digits[::-1])]
    return sum(doubled) % 10 == 0


def _is_iban(written: str) -> bool:
    """Return whether an account number has its check digits (ISO 13616, mod 97)."""
    bare = re.sub(r"\s", "", written)
    if not 15 <= len(bare) <= 34:
        return False
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _is_identity_number(written: str) -> bool:
    """Return whether a number has the check character of a Spanish, Chinese or Taiwanese identity card."""
    bare = re.sub(r"[ -]", "", written).upper()
    if len(bare) == 9:
        number = int(bare[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2"))
        return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == bare[-1]
    if len(bare) == 18:
        weighted = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(bare[:17]))
        return "10X98765432"[weighted % 11] == bare[-1]
    if len(bare) == 10:
        letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(bare[0]) + 10
        digits = [letter // 10, letter % 10, *map(int, bare[1:])]
        return sum(d * w for d, w in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0
    return False
