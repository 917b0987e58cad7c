"""English statements as principles: sentences to clauses, clauses to a principle and its requests. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from constitution.wording import trainability
from constitution.wording.english.clause import Clause
from constitution.wording.english.clauses import clauses_of
from constitution.wording.english.joining import joined, said_already
from constitution.wording.english.rewriting import rewritten
from constitution.wording.english.sentences import plainly_written, sentences_of, why_not_trainable
from constitution.wording.principle_wording import Wording, WordingStep
from constitution.wording.rules import (
    ALSO,
    AND_THAT,
    JOINED,
    LED,
    PLAIN_WRITING,
    QUOTATION,
    READ_AS_A_WISH,
    SAID_ONCE,
    step,
)

LONGEST = 400
"""Longer statements are quoted: no rule can be trusted with them."""

_SINGLE_QUOTES = str.maketrans("“”", "‘’")
_FORBIDDING = re.compile(
    r"\b(?:should|must|shall|may|can) ?(?:not|never|n['’]t)\b|shouldn['’]t", re.IGNORECASE
)
_OF_THE_SPEAKER = re.compile(r"\b(?:I|me|my|we|our|us)\b")


def word_english(statement: str) -> Wording:
    """Return the principle of an English statement; what fits no rule is quoted and marked for a person."""
    if trainability.is_instruction(statement):
        return quote_english(statement, not_trainable=trainability.INSTRUCTION_TO_A_MACHINE)
    if len(statement) > LONGEST:
        return quote_english(statement)
    plain = plainly_written(statement)
    sentences, rewriting = rewritten(sentences_of(plain))
    if not sentences:
        return quote_english(statement)
    not_trainable = why_not_trainable(sentences[0])
    if not_trainable:
        return quote_english(statement, not_trainable=not_trainable)
    clauses = [clauses_of(sentence) for sentence in sentences]
    if not all(clauses):
        return quote_english(statement)
    worded = [clause for found in clauses for clause in found]
    wording = _assembled(worded, _steps(statement, plain, rewriting, worded))
    is_guessed = any(one.rule == READ_AS_A_WISH for one in rewriting)
    return replace(wording, needs_review=True) if is_guessed else wording


def word_english_together(statements: Sequence[str]) -> Wording:
    """Return one principle for several English statements, the leading one first.

    Where their parts cannot be joined, the leading statement's wording stands, marked for a person.
    """
    wordings = [word_english(statement) for statement in statements]
    leading = wordings[0]
    if len(statements) == 1:
        return leading
    if any(wording.rule == QUOTATION for wording in wordings):
        return _led(statements, leading)
    clauses = [
        clause
        for statement in statements
        for sentence in rewritten(sentences_of(plainly_written(statement)))[0]
        for clause in clauses_of(sentence)
    ]
    dropped = said_already(clauses)
    kept = [clause for index, clause in enumerate(clauses) if index not in dropped]
    together = kept if len(kept) == 1 else joined(kept)
    if together is None or len(_text(together)) > LONGEST:
        return _led(statements, leading)
    steps = [one for wording in wordings for one in wording.steps]
    steps += [
        step(SAID_ONCE, _text([clauses[index]]), _text(kept))
        for index in dropped
        if not clauses[index].forbids
    ]
    text = _text(together)
    steps.append(step(JOINED, "\n".join(wording.text for wording in wordings), text))
    assembled = _assembled(together, tuple(steps))
    return replace(assembled, rule=f"{leading.rule}; {JOINED}")


def quote_english(statement: str, *, not_trainable: str = "") -> Wording:
    """Return the statement quoted inside a principle, marked for a person.

    Quotation marks inside it become single ones, so that nothing in it can end the quotation.
    """
    quoted = f"“{statement.strip().translate(_SINGLE_QUOTES)}”"
    text = f"Choose the response that is most consistent with this: {quoted}"
    return Wording(
        text=text,
        kind="avoid" if _FORBIDDING.search(statement) else "promote",
        critique_request=f"Identify specific ways in which the response is at odds with this: {quoted}",
        revision_request=f"Rewrite the response so that it is consistent with this: {quoted}",
        rule=QUOTATION,
        needs_review=True,
        not_trainable=not_trainable,
        steps=(step(QUOTATION, statement, text),),
    )


def _led(statements: Sequence[str], leading: Wording) -> Wording:
    last = step(LED, "\n".join(statements), leading.text)
    return replace(
        leading,
        rule=f"{leading.rule}; {LED}" if leading.rule != QUOTATION else leading.rule,
        needs_review=True,
        steps=(*leading.steps, last),
    )


def _steps(
    statement: str, plain: str, rewriting: Sequence[WordingStep], clauses: Sequence[Clause]
) -> tuple[WordingStep, ...]:
    """Return what each rule did to a statement, each step from where the one before ended."""
    steps = [step(PLAIN_WRITING, statement, plain)] if plain != statement else []
    steps += rewriting
    text = steps[-1].after if steps else plain
    for count, clause in enumerate(clauses, start=1):
        rule = clause.rule if count == 1 or clause.forbids else (AND_THAT if clause.conjunction else ALSO)
        after = _text(clauses[:count])
        steps.append(step(rule, text, after))
        text = after
    return tuple(steps)


def _text(clauses: Sequence[Clause]) -> str:
    text = f"Choose the response that {clauses[0].relative}."
    for before, clause in pairwise(clauses):
        if clause.forbids:
            text += f" {clause.relative}"
        elif clause.conjunction and clause.kind == before.kind:
            text = f"{text[:-1]}, {clause.conjunction} that {clause.relative}."
        else:
            also = re.sub(r"^(is )?", r"\1also ", clause.relative, count=1)
            text += f" Choose the response that {also}."
    return text


def _assembled(clauses: Sequence[Clause], steps: tuple[WordingStep, ...]) -> Wording:
    first = clauses[0]
    text = _text(clauses)
    critique = f"Identify specific ways in which the response {first.lacking}."
    revision = f"Rewrite the response so that it {first.wanted}."
    for clause in clauses[1:]:
        critique += f" Also name ways in which it {clause.lacking}."
        revision += f" Make sure that it {clause.wanted}."
    return Wording(
        text=text,
        kind=first.kind,
        critique_request=critique,
        revision_request=revision,
        rule="; ".join(dict.fromkeys(clause.rule for clause in clauses)),
        needs_review=bool(_OF_THE_SPEAKER.search(text)),
        steps=steps,
    )
