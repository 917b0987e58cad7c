"""English sentences that say what an AI should do in another form, put into the usual one. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from constitution.wording.english.inflection import NOUNS_TOO, OBJECT_STARTS, starts_with_verb
from constitution.wording.english.sentences import parsed
from constitution.wording.principle_wording import WordingStep
from constitution.wording.rules import READ_AS_A_WISH, TREATED, USED_AS, step
from constitution.wording.word_lists import word_pairs

_ACTIVE = word_pairs("english", "passive_wishes")
_PEOPLE = (
    r"(?:every(?:one|body)|(?:all )?(?:people|users|humans|human beings|children)|the users?|others"
    r"|every (?:person|user|human(?: being)?))"
)
_TREATED = re.compile(
    rf"^(?P<people>{_PEOPLE}) (?P<modal>should|must)(?P<negated>n't| not| never)? (?:always )?be "
    rf"(?:(?P<adverb>\w+ly) )?(?P<participle>{'|'.join(_ACTIVE)})\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_USED_AS = re.compile(
    r"^(?P<before>.*\b(?:should|must)(?: always)?) be used as "
    r"(?=(?:a|an) \w.*\b(?:that|which) (?!is\b|can\b))",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"^(?:(?P<always>always)|(?P<never>never|not|don't|do not))\s+(?P<rest>.+)$", re.IGNORECASE
)
_NAMED = re.compile(r"^(?:the )?(?:ai|al)s?\s+(?P<rest>[a-z].+)$", re.IGNORECASE)


def rewritten(sentences: Sequence[str]) -> tuple[list[str], list[WordingStep]]:
    """Return the sentences in the form "The AI should …", and a step for each that was not."""
    forms, steps = list(sentences), []
    for index, sentence in enumerate(sentences):
        rule, after = _rewritten(sentence)
        if rule:
            before = ". ".join(forms) + "."
            forms[index] = after
            steps.append(step(rule, before, ". ".join(forms) + "."))
    return forms, steps


def _rewritten(sentence: str) -> tuple[str, str]:
    """Return the rule that changes a sentence and what it becomes; "" and the sentence where none does."""
    treated = _TREATED.match(sentence)
    if treated:
        verb = _ACTIVE[treated["participle"].lower()]
        people = treated["people"][0].lower() + treated["people"][1:]
        adverb = f" {treated['adverb']}" if treated["adverb"] else ""
        negated = " not" if treated["negated"] else ""
        return TREATED, f"The AI {treated['modal'].lower()}{negated} {verb} {people}{adverb}{treated['rest']}"
    if _USED_AS.match(sentence):
        return USED_AS, _USED_AS.sub(r"\g<before> be ", sentence)
    if parsed(sentence) is None:
        return _as_a_wish(sentence)
    return "", sentence


def _as_a_wish(sentence: str) -> tuple[str, str]:
    """Read a command ("Never lie") and a sentence without its "should" ("AI respect everyone") as wishes."""
    command, named = _COMMAND.match(sentence), _NAMED.match(sentence)
    if command and _is_predicate(command["rest"]):
        return READ_AS_A_WISH, f"The AI should {'not' if command['never'] else 'always'} {command['rest']}"
    if named and _is_predicate(named["rest"]):
        return READ_AS_A_WISH, f"The AI should {named['rest']}"
    if _is_command(sentence.lower().split()) and _is_predicate(sentence):
        return READ_AS_A_WISH, f"The AI should {sentence[0].lower()}{sentence[1:]}"
    return "", sentence


def _is_command(words: list[str]) -> bool:
    """Return whether a sentence without a subject begins with a verb and not with a noun."""
    if len(words) < 2 or words[0] in {"have", "let", "make"}:
        return False
    return words[0] not in NOUNS_TOO or words[1] in OBJECT_STARTS


def _is_predicate(phrase: str) -> bool:
    return bool(re.match(r"be\s+\w", phrase, re.IGNORECASE)) or starts_with_verb(phrase)
