"""What a Chinese sentence asks of a response, as what stands before 「的回應」. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass

from constitution.wording.chinese.scripts import Script
from constitution.wording.chinese.sentences import Sentence
from constitution.wording.principle_wording import Kind
from constitution.wording.rules import FORBIDS, IN_A_SITUATION
from constitution.wording.word_lists import alternatives

_KNOWN = alternatives("chinese", "qualities")
_MORE = f"{alternatives('chinese', 'intensifiers')}*"
QUALITY = re.compile(rf"^{_MORE}是?{_MORE}(?P<quality>{_KNOWN}(?:(?:、|和|且|又|與|与|或){_KNOWN})*)(?:的)?$")
_DESCRIBED = re.compile(rf"^是?{_MORE}(?P<quality>[^，,的是]{{1,8}})的$")
_HAVING = re.compile(r"^有(?P<thing>[^，,時时]{1,12})$")


@dataclass(frozen=True)
class Clause:
    """One thing asked of a response.

    Attributes:
        before_response: stands before 「的回應」; empty where it can only follow a colon.
        whole: the circumstances and what should (not) be, as it was written.
    """

    before_response: str
    whole: str
    kind: Kind
    rule: str


def clause_of(sentence: Sentence, script: Script) -> Clause:
    """Return what a sentence asks of a response."""
    predicate, is_negated = sentence.predicate, sentence.is_negated
    kind: Kind = "avoid" if is_negated else "promote"
    whole = sentence.setting + predicate
    quality = quality_of(predicate)
    if not sentence.is_plain:
        rule = "should not VERB (likely to)" if is_negated else "should VERB"
        return Clause("", whole, kind, rule + (IN_A_SITUATION if sentence.setting else ""))
    if quality:
        most = f"最不{quality}" if is_negated else f"最{quality}"
        return Clause(most, whole, kind, "should not be ADJECTIVE" if is_negated else "should be ADJECTIVE")
    having = _HAVING.match(predicate)
    if having:
        most = f"{script.without}{having['thing']}" if is_negated else f"最有{having['thing']}"
        return Clause(most, whole, kind, "should not have NOUN" if is_negated else "should have NOUN")
    most = f"{script.will_not}{predicate}" if is_negated else f"最能{predicate}"
    return Clause(most, whole, kind, "should not VERB (likely to)" if is_negated else "should VERB")


def quality_of(predicate: str) -> str:
    """Return the quality that a predicate names, without "very" and the like; "" where it names an act."""
    found = QUALITY.match(predicate) or _DESCRIBED.match(predicate)
    return found["quality"] if found else ""


def sentence_for(clause: Clause, sentence: Sentence, script: Script) -> str:
    """Return the clause as a principle of its own."""
    if clause.before_response:
        return f"{script.choose}{clause.before_response}的{script.response}。"
    negation = "不" if sentence.is_negated else ""
    return f"{script.choose}{script.do}{sentence.setting}{negation}{sentence.predicate}。"


def prohibition_for(sentence: Sentence, script: Script) -> tuple[str, str]:
    """Return the sentence that forbids what stands beside a wish, and the name of its rule."""
    return f"{script.do_not_choose}{sentence.predicate}的{script.response}。", FORBIDS
