"""A principle read back as a demand: "… that is least harsh" as "AI should not be harsh". PURE.

The comparison of two sentences knows "should" and "should not", and no "most" and "least". What is worded
otherwise stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from constitution.wording.english.inflection import base_form

_CHOOSE = re.compile(r"^\s*Choose the (?:response|answer) that\s+", re.IGNORECASE)
_DO_NOT_CHOOSE = re.compile(r"^\s*Do NOT choose (?:responses|answers) that\s+", re.IGNORECASE)
_QUOTED = re.compile(
    r"^(?:Choose the response that is most consistent with this:"
    r"|請選擇最符合這句話的回應：|请选择最符合这句话的回答："
    r"|Elige la respuesta que mejor concuerde con esto:|اختر الإجابة الأكثر اتفاقا مع هذا:)"
    r"\s*[“「«\"](?P<quoted>.+)[”」»\"]\s*$",
    re.DOTALL,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_AND_DEGREE = re.compile(r",?\s+and\s+(?:that\s+)?(?=(?:is\s+)?(?:the\s+)?(?:most|least)\s)", re.IGNORECASE)
_DEGREES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:is )?(?:the )?least (?:likely|intended) to\s+"), "AI should not "),
    (re.compile(r"^has the (?:least|fewest)\s+"), "AI should not have "),
    (re.compile(r"^has the most\s+"), "AI should have "),
    (re.compile(r"^(?:is )?(?:the )?most likely to\s+"), "AI should "),
    (re.compile(r"^is (?:the )?least\s+"), "AI should not be "),
    (re.compile(r"^is (?:the )?(?:most|more|best)\s+"), "AI should be "),
    (re.compile(r"^(?:is|are) (?:not|never)\s+"), "AI should not be "),
    (re.compile(r"^(?:does|do) (?:not|never)\s+"), "AI should not "),
    (re.compile(r"^(?:is|are)\s+"), "AI should be "),
)
_AS_POSSIBLE = re.compile(r"\bas (?P<what>.+?) as possible\b")
_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^[請请][選选][擇择]最不[會会](?P<what>.+)的回[應应答]。?$"), "AI不應該{what}"),
    (re.compile(r"^[請请][選选][擇择]最不(?P<what>.+)的回[應应答]。?$"), "AI不應該{what}"),
    (re.compile(r"^[請请][選选][擇择]最能(?P<what>.+)的回[應应答]。?$"), "AI應該{what}"),
    (re.compile(r"^[請请][選选][擇择]最能做到[這这]一[點点]的回[應应答]：(?P<what>.+?)。?$"), "AI應該{what}"),
    (re.compile(r"^[請请][選选][擇择]最[沒没]有(?P<what>.+)的回[應应答]。?$"), "AI不應該有{what}"),
    (re.compile(r"^[請请][選选][擇择]最(?P<what>.+)的回[應应答]。?$"), "AI應該{what}"),
)
_FURTHER_LANGUAGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^Elige la respuesta con menos riesgo de (?P<what>[^.]+)\.$"), "La IA no debe {what}."),
    (re.compile(r"^Elige la respuesta que mejor cumpla con (?P<what>[^.:]+)\.$"), "La IA debe {what}."),
    (re.compile(r"^Elige la respuesta con menos (?P<what>[^.]+)\.$"), "La IA no debe tener {what}."),
    (re.compile(r"^Elige la respuesta con más (?P<what>[^.]+)\.$"), "La IA debe tener {what}."),
    (re.compile(r"^Elige la respuesta menos (?P<what>[^.]+)\.$"), "La IA no debe ser {what}."),
    (re.compile(r"^Elige la respuesta más (?P<what>[^.]+)\.$"), "La IA debe ser {what}."),
    (re.compile(r"^اختر الإجابة التي تتجنب أكثر من غيرها أن (?P<what>[^.]+)\.$"), "يجب ألا {what}."),
    (re.compile(r"^اختر الإجابة التي تراعي أكثر من غيرها أن (?P<what>[^.]+)\.$"), "يجب أن {what}."),
)


def demands_of(principle: str) -> tuple[str, ...]:
    """Return what a principle demands of an AI, in the shape of statements: one for each sentence and degree.

    Apart, because of two negations in one text nobody can tell by counting what each of them negates.
    """
    quoted = _QUOTED.match(principle.strip())
    if quoted:
        return (quoted["quoted"].strip(),)
    for pattern, demand in (*_CHINESE, *_FURTHER_LANGUAGES):
        found = pattern.match(principle.strip())
        if found:
            return (demand.format(what=found["what"]),)
    sentences = _SENTENCE_END.split(principle.strip())
    return tuple(demand for sentence in sentences for demand in _english(sentence))


def clauses_of(principle: str) -> tuple[str, ...]:
    """Return the sentences of a principle without their fixed openings, as they were written."""
    quoted = _QUOTED.match(principle.strip())
    text = quoted["quoted"].strip() if quoted else principle.strip()
    return tuple(
        _DO_NOT_CHOOSE.sub("", _CHOOSE.sub("", sentence)).strip() for sentence in _SENTENCE_END.split(text)
    )


def _english(sentence: str) -> Iterator[str]:
    if _DO_NOT_CHOOSE.match(sentence):
        yield _ended("AI should not " + base_form(_DO_NOT_CHOOSE.sub("", sentence)))
    elif not _CHOOSE.match(sentence):
        yield sentence
    else:
        for degree in _AND_DEGREE.split(_CHOOSE.sub("", sentence)):
            yield _ended(_of_degree(degree))


def _of_degree(clause: str) -> str:
    clause = re.sub(r"^(is )?also ", r"\1", clause)
    clause = _AS_POSSIBLE.sub(lambda found: found["what"], clause)
    for pattern, demand in _DEGREES:
        if pattern.match(clause):
            return pattern.sub(demand, clause, count=1)
    least = re.match(r"^least\s+", clause)
    if least:
        return "AI should not " + base_form(clause[least.end() :])
    return "AI should " + base_form(re.sub(r"^(?:most|best|more)\s+", "", clause))


def _ended(demand: str) -> str:
    return demand.strip().rstrip(".!") + "."
