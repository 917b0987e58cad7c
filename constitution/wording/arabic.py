"""Arabic statements as principles, by rules of their own. PURE.

The clause after "should that" stays whole, so that nothing has to be conjugated or vowelled anew:
"يجب أن يكون صادقا" -> "اختر الإجابة التي تراعي أكثر من غيرها أن يكون صادقا.",
"يجب ألا يكذب" -> "اختر الإجابة التي تتجنب أكثر من غيرها أن يكذب."
What fits no rule is quoted and marked for a person.
"""

from __future__ import annotations

import re
from dataclasses import replace

from constitution.wording import trainability
from constitution.wording.principle_wording import Kind, Wording
from constitution.wording.rules import IN_A_SITUATION, PLAIN_WRITING, QUOTATION, step
from constitution.wording.word_lists import alternatives

LONGEST = 400
_INNER_QUOTES = str.maketrans("«»“”", "‹›‘’")
_MARKS = re.compile(r"[\u064c-\u0652\u0670\u0640]")
"""Vowel signs but the one of an object, and the stretching stroke: written or not, the word is the same."""
_NAME = alternatives("arabic", "names")
_DUTY = alternatives("arabic", "duties")
_THAT_NOT = r"(?:ألا|الا|أن لا|ان لا|ألّا)"
_THAT = r"(?:أن|ان)"
_ON = r"(?:\s+على\s+(?P<on>[^،,.]{2,40}?))?"
_VERB_FIRST = re.compile(
    rf"^(?P<not>لا\s+)?{_DUTY}(?:\s+دائما)?{_ON}\s+(?:(?P<never>{_THAT_NOT})|{_THAT})\s+(?P<clause>.+)$"
)
_NAME_FIRST = re.compile(
    rf"^(?P<subject>{_NAME})\s+(?P<not>لا\s+)?{_DUTY}(?:\s+عليه)?\s+(?:(?P<never>{_THAT_NOT})|{_THAT})\s+(?P<clause>.+)$"
)
_SITUATION = re.compile(r"^(?P<situation>(?:إذا|اذا|عندما|حين|عند|في حال)\s[^،,.]{2,80})[،,]\s*(?P<rest>.+)$")
_ABOUT_AN_AI = re.compile(_NAME)
_OTHERS = re.compile(rf"(?:^|\s)(?:على\s+)?{alternatives('arabic', 'others')}(?:\s|$)")
_PRODUCT = re.compile(rf"(?:^|\s){alternatives('arabic', 'product')}(?:\s|$)")
_ACTS = re.compile(rf"(?:^|\s){alternatives('arabic', 'acts')}(?:\s|$)")
_ANOTHER = re.compile(rf"[.؛!؟]\s|(?:^|\s)و?{_DUTY}\s|\sو{_THAT_NOT}\s|\sو{_THAT}\s")


def word_arabic(statement: str) -> Wording:
    """Return the principle of an Arabic statement; what fits no rule is quoted and marked for a person."""
    if trainability.is_instruction(statement):
        return _quotation(statement, trainability.INSTRUCTION_TO_A_MACHINE)
    plain = re.sub(r"\s+", " ", _MARKS.sub("", statement)).strip().strip('«»“”"').rstrip(" .!")
    found_situation = _SITUATION.match(plain)
    situation = found_situation["situation"] if found_situation else ""
    sentence = found_situation["rest"] if found_situation else plain
    found = _VERB_FIRST.match(sentence) or _NAME_FIRST.match(sentence)
    code = _why_not_trainable(sentence)
    if code or found is None or len(plain) > LONGEST or _ANOTHER.search(found["clause"]):
        return _quotation(statement, code)
    if not _ABOUT_AN_AI.search(sentence):
        return _quotation(statement)
    wording = _worded(statement, plain, _clause(found), situation, bool(found["not"] or found["never"]))
    # "لا يجب" can also say that something is not needed.
    return replace(wording, needs_review=True) if re.search(r"لا\s+يجب", sentence) else wording


def requests_for_edited_arabic(principle: str) -> tuple[str, str]:
    """Return critique and revision request for a principle that a person worded."""
    quoted = f"«{principle.strip()}»"
    return (
        f"حدد بدقة لماذا لا تختار الإجابة وفق هذه القاعدة: {quoted}",
        f"أعد صياغة الإجابة بحيث تختار وفق هذه القاعدة: {quoted}",
    )


def _clause(found: re.Match[str]) -> str:
    """Return the clause with its "that"; where the AI stands before it, it is named before the clause."""
    groups = found.groupdict()
    subject = groups.get("subject") or groups.get("on")
    return f"، في {subject}، أن {found['clause']}" if subject else f" أن {found['clause']}"


def _worded(statement: str, plain: str, clause: str, situation: str, is_negated: bool) -> Wording:
    setting = f"، {situation}،" if situation else ""
    said = f"{setting}{clause}".replace("،،", "،")
    kind: Kind = "avoid" if is_negated else "promote"
    verb = "تتجنب" if is_negated else "تراعي"
    rule = ("should not VERB (likely to)" if is_negated else "should VERB") + (
        IN_A_SITUATION if situation else ""
    )
    text = f"اختر الإجابة التي {verb} أكثر من غيرها{said}."
    steps = [step(PLAIN_WRITING, statement, plain)] if plain != statement else []
    steps.append(step(rule, plain, text))
    return Wording(
        text=text,
        kind=kind,
        critique_request=f"حدد بدقة أين لا {verb} الإجابة{said}.",
        revision_request=f"أعد صياغة الإجابة بحيث {verb}{said}.",
        rule=rule,
        steps=tuple(steps),
    )


def _why_not_trainable(sentence: str) -> str:
    if _OTHERS.search(sentence) and not _ABOUT_AN_AI.search(sentence.split(" أن ")[0]):
        before_that = re.split(rf"\s{_THAT}\s", sentence)[0]
        after = sentence[len(before_that) :].split()[1:4]
        if _OTHERS.search(before_that) or _OTHERS.search(" ".join(after)):
            return trainability.ADDRESSED_TO_OTHERS
    if _ACTS.search(sentence):
        return trainability.ABOUT_MEMORY_OR_ACTS
    return trainability.ABOUT_THE_PRODUCT if _PRODUCT.search(sentence) else ""


def _quotation(statement: str, not_trainable: str = "") -> Wording:
    quoted = f"«{statement.strip().translate(_INNER_QUOTES)}»"
    text = f"اختر الإجابة الأكثر اتفاقا مع هذا: {quoted}"
    is_negated = re.search(rf"لا\s+{_DUTY}|{_DUTY}.{{0,40}}\s{_THAT_NOT}\s", statement)
    return Wording(
        text=text,
        kind="avoid" if is_negated else "promote",
        critique_request=f"حدد بدقة أين لا تتفق الإجابة مع هذا: {quoted}",
        revision_request=f"أعد صياغة الإجابة بحيث تتفق مع هذا: {quoted}",
        rule=QUOTATION,
        needs_review=True,
        not_trainable=not_trainable,
        steps=(step(QUOTATION, statement, text),),
    )
