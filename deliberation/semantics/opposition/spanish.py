"""Spanish, for telling the same from the opposite. PURE."""

from __future__ import annotations

import functools
import re
import unicodedata

from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.word_lists import bases_of_forms, language_rules, word_lists

_TOKEN = re.compile(r"[a-zñáéíóúü]+|\d+(?:[.,]\d+)*|[,.;:!?¡¿()—–\n]")
_CLAUSE_WORDS = frozenset("pero sino porque pues mientras embargo".split())
_ARTICLES = frozenset("el la los las un una unos unas".split())
_LISTS = word_lists("spanish")
_NUMBERS = _LISTS["numbers"]
_BASE_OF = bases_of_forms(_LISTS["irregular"])
_UNCHANGED = frozenset(_LISTS["unchanged"].split())
"""Words whose end could be taken for an ending; see `_stem` for their plurals."""
_FUTURE = re.compile(r"(?:[aei]r(?:ía|íamos|ían|á|án|emos|é))$")
_CLITIC = re.compile(r"(?<=[aeiáéí]r)(?:se|me|te|nos)?(?:l[aeo]s?)?$|(?<=ndo)(?:se|me|te|nos)?(?:l[aeo]s?)?$")
_DERIVED = re.compile(
    r"(?:aciones|ación|iciones|ición|amientos?|imientos?|adoras?|adore?s?|ador|ablemente|ables?|ibles?|mente"
    r"|ísim[oa]s?|ándo|iéndo)$"
)
_INFLECTED = re.compile(r".{3,}?(?=(?:[aei]d[oa]s?|ando|iendo|yendo|[aei]mos|[aei]r|[aeo]s|[ae]n|[aeo])$)")
_PARTICIPLE = re.compile(
    r"(?:[aií]d[oa]s?|hech[oa]s?|puest[oa]s?|escrit[oa]s?|vist[oa]s?|dich[oa]s?|resuelt[oa]s?)$"
)
"""What stands before "por" when it names who acts; a unit "by" then says so."""
_LEAST = 3
"""Letters that remain of a word when an ending is cut off."""


@functools.lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """Return a word without its endings; crude, but the same for the lists and for what is compared."""
    base = _BASE_OF.get(word, word)
    if base in _UNCHANGED or len(base) <= _LEAST:
        return _plain(base)
    if base.endswith("s") and base[:-1] in _UNCHANGED:
        return _plain(base[:-1])
    if base.endswith("es") and base[:-2] in _UNCHANGED:
        return _plain(base[:-2])
    base = _CLITIC.sub("", base)
    base = _BASE_OF.get(base, base)
    base = _FUTURE.sub(lambda found: found[0][:2], base)
    shorter = _DERIVED.sub("", base)
    base = shorter if len(shorter) >= _LEAST else base
    is_plural = base.endswith("es")
    for _round in range(2 if is_plural else 1):
        found = _INFLECTED.match(base)
        base = found[0] if found else base
    return _sound(_plain(base))


def _plain(word: str) -> str:
    word = word.replace("ñ", "nn")
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _sound(stem: str) -> str:
    """Undo what stress and spelling do to a stem: "puebl" is "pobl", "protej" "proteg", "busqu" "busc"."""
    stem = re.sub(r"(?<![qg])ue", "o", stem).replace("ie", "e")
    for written, heard in (("zc", "c"), ("qu", "c"), ("gu", "g"), ("j", "g"), ("z", "c")):
        if stem.endswith(written):
            return stem[: -len(written)] + heard
    return stem


_IN_THE_END = re.compile(
    r",\s*(?=(?:y |yo )?(?:me opongo|estoy en contra|no estoy de acuerdo|me parece (?:muy )?mal|no me gusta"
    r"|no lo acepto|lo rechazo|no me parece bien|eso no|ni hablar|de ninguna manera)\b)"
)
"""The comma before a "no" that says of all before it that it must not be."""


def spanish_words(text: str) -> tuple[str, ...]:
    """Return the units of a Spanish text: lower-case stems, with a boundary where a clause ends."""
    text = unicodedata.normalize("NFC", text).lower()
    text = _IN_THE_END.sub(" ", text)
    text = re.sub(r"\bi\.\s?a\.?(?=\W|$)", "ia", text)
    text = re.sub(r"\bal\b", "a el", re.sub(r"\bdel\b", "de el", text))
    units: list[str] = []
    before = ""
    for token in _TOKEN.findall(text):
        is_agent = token in {"por"} and _PARTICIPLE.search(before)
        before = token
        if token in _ARTICLES:
            continue
        if token[0].isalpha():
            stem = "by" if is_agent else _stem(token)
            unit = BOUNDARY if token in _CLAUSE_WORDS else _NUMBERS.get(token) or stem
        else:
            unit = token.replace(".", "").replace(",", "") if token[0].isdigit() else BOUNDARY
        if unit != BOUNDARY or (units and units[-1] != BOUNDARY):
            units.append(unit)
    return tuple(units)


SPANISH = language_rules("spanish", code="es", words=spanish_words, has_negative_concord=True)
