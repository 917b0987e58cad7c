"""English statements as the English encoder is asked about them: who is meant by an AI put alike. PURE."""

from __future__ import annotations

import re

_MACHINE = re.compile(
    r"\b(?:an? |the )?(?:ai (?:systems?|models?|assistants?|chatbots?|tools?)|artificial intelligence|"
    r"chatbots?|(?:digital |virtual )?assistants?|(?:language )?models?|machines?|computers?|robots?|bots?|"
    r"systems?|software|technology|algorithms?)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^(?:it|(?:the|an) ai)(?= )", re.IGNORECASE)
_DUTY = re.compile(r"\b(?:ought to|must|has to|have to|needs to|shall)\b")


def evened(text: str) -> str:
    """Return an English statement with every name of an AI as "AI", and every duty as "should".

    To an encoder "the assistant must be polite" and "AI should be polite" are about two things (cosine 0.5),
    though nearly every statement is about an AI; so the cosine that counts is that of these texts.
    """
    return _DUTY.sub("should", _SUBJECT.sub("AI", _MACHINE.sub("AI", text)))
