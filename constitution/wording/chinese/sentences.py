"""The parts of a Chinese sentence about what an AI should do. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass

from constitution.wording.word_lists import alternatives

_NAME = alternatives("chinese", "names")
_STRONGLY = r"(?:絕對|绝对|絕|绝|永遠|永远|千萬|千万)?"
_SHOULD_NOT = alternatives("chinese", "should_not")
_SHOULD = alternatives("chinese", "should")
_WEAK_SHOULD = r"(?:應|应|要|該|该)"
_PARTICLE = r"(?:就|也|都|還|还|仍|仍然|永遠|永远|絕對|绝对|總是|总是)*"
_BEFORE = r"^(?P<before>.*?[，,])?"
_SENTENCE = re.compile(
    rf"{_BEFORE}(?P<name>{_NAME})(?P<condition>[^，,。；;]{{0,30}}?)"
    rf"(?:(?<=[時时候])[，,])?{_PARTICLE}(?:(?P<negated>{_STRONGLY}{_SHOULD_NOT})|(?P<wanted>{_SHOULD}))"
    rf"都?(?P<predicate>.+)$"
)
_WEAK_SENTENCE = re.compile(
    rf"{_BEFORE}(?P<name>{_NAME})(?P<condition>){_PARTICLE}(?P<negated>(?!))?(?P<wanted>{_WEAK_SHOULD})(?P<predicate>.+)$"
)
_WITHOUT_NAME = re.compile(
    rf"^(?:(?P<negated>{_STRONGLY}{_SHOULD_NOT})|(?P<wanted>{_SHOULD}))(?P<predicate>.+)$"
)
_COMMAND = re.compile(r"^(?:請|请)(?P<negated>不要|勿|別|别)?(?P<predicate>.+)$")
_SECOND = re.compile(
    rf"[，,；;]\s*(?:而且|並且|并且|但是|但|而|也|同時|同时)?(?:{_NAME})?(?:也|更)?"
    rf"(?:(?P<negated>{_STRONGLY}{_SHOULD_NOT})|(?P<wanted>{_SHOULD}))(?P<predicate>[^，,；;]+)$"
)
_ALWAYS = re.compile(rf"^{alternatives('chinese', 'always')}(?:都|會|会)?")
_ABLE = re.compile(rf"^{alternatives('chinese', 'able')}(?!力)")
_HAN = r"[\u3400-\u9fff，。、；：]"


@dataclass(frozen=True)
class Sentence:
    """What a sentence says: under which circumstances, whether it forbids, and what.

    Attributes:
        is_guessed: whether it does not say who should, so that a person should look at it.
    """

    setting: str
    is_negated: bool
    predicate: str
    is_guessed: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it names no circumstances and has one clause, so that it can stand before 「的回應」."""
        return not self.setting and not re.search(r"[，,：:]", self.predicate)


def forbids(text: str) -> bool:
    """Return whether a text says that something should not be."""
    return bool(re.search(_SHOULD_NOT, text))


def sentences_of(statement: str) -> list[str]:
    """Return the sentences of a statement without quotation marks, inner spaces and full stops."""
    plain = statement.strip().strip("「」“”")
    plain = re.sub(
        rf"(?<={_HAN})\s+(?={_HAN})|(?<={_HAN})\s+(?=[A-Za-z])|(?<=[A-Za-z])\s+(?={_HAN})", "", plain
    )
    parts = [part.strip() for part in re.split(r"[。．！!]+", plain)]
    return [part for part in parts if part.strip(". ")]


def parsed(sentence: str) -> list[Sentence]:
    """Return what a sentence says, in one part or in two: 「不該…，應該…」; empty where no rule fits."""
    second = _SECOND.search(sentence)
    if second and second.start() > 0:
        first = _one(sentence[: second.start()])
        if first:
            rest = Sentence("", bool(second["negated"]), _predicate(second["predicate"]), first.is_guessed)
            return [first, rest]
    whole = _one(sentence)
    return [whole] if whole else []


def _one(sentence: str) -> Sentence | None:
    if re.search(r"[；;]", sentence):
        return None
    found = _SENTENCE.match(sentence) or _WEAK_SENTENCE.match(sentence)
    if found:
        setting = _setting(found["before"] or "", found["condition"] or "")
        return Sentence(setting, bool(found["negated"]), _predicate(found["predicate"]))
    nameless, command = _WITHOUT_NAME.match(sentence), _COMMAND.match(sentence)
    bare = nameless or command
    if bare is None:
        return None
    return Sentence("", bool(bare["negated"]), _predicate(bare["predicate"]), is_guessed=True)


def _predicate(predicate: str) -> str:
    """Return a predicate without "always" and "be able to", which 「最能」 says already."""
    plain = _ALWAYS.sub("", predicate.strip()) or predicate
    return _ABLE.sub("", plain) or plain


def _setting(before: str, condition: str) -> str:
    """Return the circumstances, ending so that the predicate can follow."""
    condition = condition.strip()
    if before and condition:
        return before.replace(",", "，") + condition + "，"
    if condition:
        return condition + "，"
    return before.replace(",", "，")
