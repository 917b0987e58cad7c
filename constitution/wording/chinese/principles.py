"""Chinese statements as principles: what each sentence asks, put into one text with its requests. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from constitution.wording import trainability
from constitution.wording.chinese.clauses import Clause, clause_of, prohibition_for, quality_of, sentence_for
from constitution.wording.chinese.scripts import SIMPLIFIED, TRADITIONAL, Script
from constitution.wording.chinese.sentences import Sentence, forbids, parsed, sentences_of
from constitution.wording.principle_wording import Wording
from constitution.wording.rules import (
    ALSO,
    AND_THAT,
    JOINED,
    LED,
    PLAIN_WRITING,
    QUOTATION,
    READ_AS_A_WISH,
    step,
)

LONGEST = 200
"""Longer statements are quoted: no rule can be trusted with them."""

_INNER_QUOTES = str.maketrans("「」“”", "『』‘’")


def word_chinese(statement: str, *, traditional: bool) -> Wording:
    """Return the principle of a Chinese statement; what fits no rule is quoted and marked for a person."""
    script = TRADITIONAL if traditional else SIMPLIFIED
    if trainability.is_instruction(statement):
        return _quotation(statement, script, trainability.INSTRUCTION_TO_A_MACHINE)
    sentences = sentences_of(statement)
    if not sentences or len(statement) > LONGEST:
        return _quotation(statement, script)
    code = trainability.why_chinese_is_not_trainable(sentences[0])
    parts = [parsed(sentence) for sentence in sentences]
    if code or not all(parts):
        return _quotation(statement, script, code)
    return _assembled(statement, [part for found in parts for part in found], script)


def word_chinese_together(statements: Sequence[str], *, traditional: bool) -> Wording:
    """Return one principle for several Chinese statements, the leading one first.

    Joined are predicates that all forbid or all wish and name no circumstances.
    """
    script = TRADITIONAL if traditional else SIMPLIFIED
    wordings = [word_chinese(statement, traditional=traditional) for statement in statements]
    if len(statements) == 1:
        return wordings[0]
    found = [part for statement in statements for one in sentences_of(statement) for part in parsed(one)]
    before = "\n".join(wording.text for wording in wordings)
    steps = tuple(one for wording in wordings for one in wording.steps)
    if any(wording.rule == QUOTATION for wording in wordings) or not _can_be_joined(found):
        led = step(LED, before, wordings[0].text)
        return replace(wordings[0], needs_review=True, steps=(*steps, led))
    together = _assembled(before, [_joined(found, script)], script)
    return replace(
        together,
        rule=f"{wordings[0].rule}; {JOINED}",
        needs_review=any(wording.needs_review for wording in wordings),
        steps=(*steps, step(JOINED, before, together.text)),
    )


def requests_for_edited_chinese(principle: str, *, traditional: bool) -> tuple[str, str]:
    """Return critique and revision request for a principle that a person worded."""
    script = TRADITIONAL if traditional else SIMPLIFIED
    quoted = principle.strip().join(script.quotation_marks)
    return script.quoted_fails + quoted, script.quoted_rewrite + quoted


def _assembled(statement: str, sentences: Sequence[Sentence], script: Script) -> Wording:
    clauses = [clause_of(sentence, script) for sentence in sentences]
    plain = "。".join(sentences_of(statement))
    steps = [step(PLAIN_WRITING, statement, plain)] if plain != statement else []
    if sentences[0].is_guessed:
        steps.append(step(READ_AS_A_WISH, plain, f"AI{plain}"))
    text = sentence_for(clauses[0], sentences[0], script)
    steps.append(step(clauses[0].rule, steps[-1].after if steps else plain, text))
    for clause, sentence in zip(clauses[1:], sentences[1:], strict=True):
        rule, after = _continued(text, clauses[0], clause, sentence, script)
        steps.append(step(rule, text, after))
        text = after
    critique, revision = _requests(clauses, script)
    return Wording(
        text=text,
        kind=clauses[0].kind,
        critique_request=critique,
        revision_request=revision,
        rule="; ".join(dict.fromkeys(one.rule for one in steps if one.rule != PLAIN_WRITING)),
        needs_review=any(sentence.is_guessed for sentence in sentences),
        steps=tuple(steps),
    )


def _continued(
    text: str, first: Clause, clause: Clause, sentence: Sentence, script: Script
) -> tuple[str, str]:
    """Return the rule by which one more clause follows, and the text with it."""
    if first.kind == "promote" and clause.kind == "avoid" and sentence.is_plain and not _is_quality(sentence):
        forbidding, rule = prohibition_for(sentence, script)
        return rule, text + forbidding
    ending = f"的{script.response}。"
    if clause.before_response and text.endswith(ending):
        return AND_THAT, f"{text.removesuffix(ending)}{script.also}{clause.before_response}{ending}"
    return ALSO, text + sentence_for(clause, sentence, script)


def _is_quality(sentence: Sentence) -> bool:
    return bool(quality_of(sentence.predicate))


def _requests(clauses: Sequence[Clause], script: Script) -> tuple[str, str]:
    critique = revision = ""
    for clause in clauses:
        is_wished = clause.kind == "promote"
        critique += f"{script.fails if is_wished else script.commits}{clause.whole}。"
        revision += f"{script.rewrite if is_wished else script.rewrite_without}{clause.whole}。"
    return critique, revision


def _can_be_joined(sentences: Sequence[Sentence]) -> bool:
    return (
        len({sentence.is_negated for sentence in sentences}) == 1
        and all(sentence.is_plain for sentence in sentences)
        and len({_is_quality(sentence) for sentence in sentences}) == 1
    )


def _joined(sentences: Sequence[Sentence], script: Script) -> Sentence:
    """Return one sentence with all predicates; what another one contains already is said once."""
    predicates = list(dict.fromkeys(sentence.predicate for sentence in sentences))
    kept = [one for one in predicates if not any(_is_part(one, other) for other in predicates)]
    qualities = [quality for one in kept if (quality := quality_of(one))]
    is_negated = sentences[0].is_negated
    conjunction = "或" if is_negated else ("和" if qualities else script.conjunction)
    parts = qualities or kept
    predicate = "、".join(parts[:-1]) + (conjunction if len(parts) > 1 else "") + parts[-1]
    return Sentence("", is_negated, predicate + ("的" if qualities and not quality_of(predicate) else ""))


def _is_part(predicate: str, other: str) -> bool:
    """Return whether one predicate is the beginning of a series: 尊重隱私 of 尊重隱私和自由."""
    return other.startswith(predicate) and other[len(predicate) :].startswith(tuple("和與与及或、"))


def _quotation(statement: str, script: Script, not_trainable: str = "") -> Wording:
    quoted = statement.strip().translate(_INNER_QUOTES).join(script.quotation_marks)
    text = script.quoted + quoted
    return Wording(
        text=text,
        kind="avoid" if forbids(statement) else "promote",
        critique_request=script.quoted_fails + quoted,
        revision_request=script.quoted_rewrite + quoted,
        rule=QUOTATION,
        needs_review=True,
        not_trainable=not_trainable,
        steps=(step(QUOTATION, statement, text),),
    )
