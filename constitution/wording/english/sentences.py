"""The parts of an English sentence about what an AI should do. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass

from constitution.wording import trainability

_THE_AI = (
    r"(?:(?:the|an?|all|any|our|this)\s+)?(?:ai|al|a\.i\.|a i|ais|artificial intelligence|chatbots?)"
    r"(?:\s+(?:systems?|models?|assistants?|chatbots?|tools?|bots?|responses?))?"
)
_SUBJECT = re.compile(rf"^(?:{_THE_AI}|it|they|so)$", re.IGNORECASE)
_MODAL = re.compile(
    r"\b(?:(?:should|must|shall|ought to|has to|have to|needs to|need to)(?: should| must)?"
    r"(?P<negated>\s+not\b|\s+never\b|n't\b)?"
    r"|(?P<forbidden>may not|may never|can not|cannot|can never|mustn't|shouldn't))\s+",
    re.IGNORECASE,
)
_SITUATION = re.compile(
    r"^(?P<situation>(?:when|whenever|if|unless|in|at|on|for|before|after|during|while|with|without|where|wherever"
    r"|among|as|to)\b[^,.;]{2,80}),\s+(?=(?:the |an? |any |all )?(?:ai|al|it|they|chatbots?|artificial)\b)",
    re.IGNORECASE,
)


_QUOTED = re.compile(r"^[“\"'](?P<inside>[^“”\"]*)[”\"'][.!]?$")


@dataclass(frozen=True)
class Sentence:
    """What a sentence says of whom: situation, subject, whether it forbids, and what follows "should"."""

    situation: str
    subject: str
    is_negated: bool
    predicate: str

    @property
    def is_about_an_ai(self) -> bool:
        """Whether its subject is an AI, or left out."""
        return not self.subject or bool(_SUBJECT.match(self.subject))


def plainly_written(statement: str) -> str:
    """Return a statement without quotation marks around it, double spaces and slashes for "or"."""
    plain = re.sub(r"\s+", " ", statement.replace("’", "'")).strip()
    quoted = _QUOTED.match(plain)
    plain = quoted["inside"].strip() if quoted else plain
    plain = re.sub(r"(?<=\w)/(?=\w)", " or ", plain).replace(" & ", " and ")
    return re.sub(r"^((?:the )?a[il] should)(?=be\b)", r"\1 ", plain, flags=re.IGNORECASE)


def sentences_of(statement: str) -> list[str]:
    """Return the sentences of a plainly written statement, without their full stops."""
    parts = re.split(r"(?<=[a-z)][.!?;])\s+(?=[A-Z])", statement)
    return [part.rstrip(" .!;,") for part in parts if part.strip(" .!;,")]


def parsed(sentence: str) -> Sentence | None:
    """Split a sentence into its parts; None where nothing in it says "should"."""
    situation = _SITUATION.match(sentence)
    rest = sentence[situation.end() :] if situation else sentence
    modal = _MODAL.search(rest)
    if modal is None:
        return None
    negated = bool(modal["negated"] or modal["forbidden"])
    subject, predicate = rest[: modal.start()].strip(), rest[modal.end() :].strip()
    inner = re.match(r"(?:(also|always|really|just)\s+)?(not|never)\s+", predicate, re.IGNORECASE)
    if inner and not negated:
        negated, predicate = True, predicate[inner.end() :]
    return Sentence(situation["situation"] if situation else "", subject, negated, predicate)


def why_not_trainable(sentence: str) -> str:
    """Return the code of why no response can show what a sentence asks for; "" where one can."""
    parts = parsed(sentence)
    if parts is None:
        return ""
    if not parts.is_about_an_ai:
        return trainability.why_subject_is_not_trainable(parts.subject)
    return trainability.why_predicate_is_not_trainable(parts.predicate, is_negated=parts.is_negated)
