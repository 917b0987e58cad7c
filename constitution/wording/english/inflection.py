"""English verbs in the third person, for turning "should VERB" into "VERBs". PURE.

Small and careful rather than clever: where it is not sure which words are verbs it says so, and the caller
takes a form that needs no inflection.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from constitution.wording.word_lists import words

IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes", "can": "can", "must": "must"}
_BASES = {form: verb for verb, form in IRREGULAR.items()} | {"are": "be"}
_THIRD_PERSON = re.compile(r"[a-z]+(?<![su])s")
_ENDING = re.compile(r"(?<=ss|zz)es$|(?<=[xo])es$|(?<=ch|sh)es$|s$")

ADVERBS = words("english", "adverbs")
NOT_ADVERBS = words("english", "no_adverbs")
NOUNS_TOO = words("english", "verbs_and_nouns")
ADJECTIVES_TOO = words("english", "verbs_and_adjectives")
"""Verbs that are nouns or adjectives as well: after "and" they may be either."""
VERBS = words("english", "verbs") | NOUNS_TOO | ADJECTIVES_TOO

_NO_VERB = re.compile(
    r"(?:.*(?:able|ible|ful|ous|less|ness|ity|tion|sion|ing|ed|ly|[^s]s|ial|ical|ish|ant|ent|est|ive|'\w*)|.{0,2}"
    r"|the|and|but|for|with|from|that|this|they|them|you|your|its|his|her|our|all|any|not|nice|free|neutral"
    r"|aware|sure|human|polite|safe|wise|humble|kind|fair|fun|smart|good|like)",
    re.IGNORECASE,
)
OBJECT_STARTS = frozenset(
    """
    a an the this that these those its his her their our your my it them him us me people others
    users humans someone anyone everyone somebody anybody everybody what how whether who why which
    where when every each all any both no not for to on with
    """.split()
)
_DETERMINERS = frozenset("a an the this that its his her their our your my it them us me".split())
_NESTED = re.compile(
    r"\b(to (?!the |a |an |its? |their |people|users|humans|others|everyone|any|all )\w+"
    r"|who|that|which|what|how|whether|if|when|let|lets|make|makes|help|helps|because)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(,\s+(?:and|or)\s+|\s+(?:and|or)\s+|,\s+)")


@dataclass(frozen=True)
class VerbPhrase:
    """A verb phrase in the third person; `is_sure` tells whether every verb in it was recognised."""

    text: str
    is_sure: bool


def third_person(verb: str) -> str:
    """Return a verb's third person singular: tell -> tells, pass -> passes, try -> tries, have -> has."""
    lower = verb.lower()
    if lower in IRREGULAR:
        return IRREGULAR[lower]
    if re.search(r"(s|x|z|ch|sh|[^aeiou]o)$", lower):
        return verb + "es"
    if re.search(r"[^aeiou]y$", lower):
        return verb[:-1] + "ies"
    return verb + "s"


def base_form(clause: str) -> str:
    """Put the verb that opens a clause into its base form: "clearly endorses X" -> "clearly endorse X"."""
    words = clause.split(" ")
    place = 1 if words[0].lower().endswith("ly") and len(words) > 1 else 0
    verb = words[place].lower()
    if verb in _BASES:
        words[place] = _BASES[verb]
    elif len(verb) > 3 and _THIRD_PERSON.fullmatch(verb):
        words[place] = _ENDING.sub("", re.sub(r"ies$", "y", verb))
    return " ".join(words)


def is_adverb(word: str) -> bool:
    """Return whether a word before a verb is an adverb: "always", "politely", but not "rely"."""
    lower = word.lower()
    return lower in ADVERBS or (len(lower) > 4 and lower.endswith("ly") and lower not in NOT_ADVERBS)


def split_adverbs(phrase: str) -> tuple[str, str]:
    """Split off the adverbs before the verb: "always tell the truth" -> ("always", "tell the truth")."""
    words = phrase.split()
    count = 0
    while count < len(words) - 1 and is_adverb(words[count]):
        count += 1
        if count < len(words) - 2 and words[count] in {"and", "or"} and is_adverb(words[count + 1]):
            count += 2
    return " ".join(words[:count]), " ".join(words[count:])


def starts_with_verb(phrase: str) -> bool:
    """Return whether a phrase begins, after any adverbs, with a verb we know."""
    _adverbs, rest = split_adverbs(phrase)
    return _first_word(rest).lower() in VERBS


def starts_like_a_verb(phrase: str) -> bool:
    """Return whether what follows "should", after any adverbs, can be a verb: one we know, or no other kind.

    Endings such as -able, -ful or -tion show that it is no verb, and that the sentence lacks one.
    """
    _adverbs, rest = split_adverbs(phrase)
    first = _first_word(rest).lower()
    return first in VERBS or (first.replace("-", "").isalpha() and not _NO_VERB.fullmatch(first))


def third_person_phrase(phrase: str) -> VerbPhrase:
    """Inflect the verb of a phrase and the verbs joined to it.

    "inspire dialogue and help communities" -> "inspires dialogue and helps communities". A verb inside an
    infinitive or a relative clause stays as it is, and where that cannot be told the result is not sure.
    """
    adverbs, rest = split_adverbs(phrase)
    parts = _JOINT.split(rest)
    first, _space, tail = parts[0].partition(" ")
    inflected = [" ".join(part for part in (adverbs, third_person(first), tail) if part)]
    so_far, previous_was_bare_verb, in_list, sure = tail, not tail, False, starts_like_a_verb(first)
    for joint, part in zip(parts[1::2], parts[2::2], strict=True):
        verdict = _verdict(part, joined_to_verb=previous_was_bare_verb, in_list=in_list)
        if verdict == "verb" and _NESTED.search(so_far):
            sure = False
        elif verdict == "verb":
            part, in_list, so_far = third_person_phrase_of_one(part), True, ""
            previous_was_bare_verb = " " not in part
        elif verdict == "unclear":
            sure = False
        so_far = f"{so_far} {part}"
        inflected += [joint, part]
    return VerbPhrase("".join(inflected), sure)


def third_person_phrase_of_one(phrase: str) -> str:
    """Inflect the one verb with which a phrase begins, after its adverbs."""
    adverbs, rest = split_adverbs(phrase)
    first, _space, tail = rest.partition(" ")
    return " ".join(part for part in (adverbs, third_person(first), tail) if part)


def _verdict(part: str, *, joined_to_verb: bool, in_list: bool) -> str:
    """Say whether what follows "and" or a comma begins with a verb: "verb", "other" or "unclear"."""
    adverbs, rest = split_adverbs(part)
    following = rest.split()
    first = following[0].strip(",;:").lower() if following else ""
    if first not in VERBS or first == "be":
        looks_verbal = (
            starts_like_a_verb(part) and len(following) > 1 and following[1].lower() in _DETERMINERS
        )
        return "unclear" if first == "be" or looks_verbal else "other"
    if first not in NOUNS_TOO and first not in ADJECTIVES_TOO:
        return "verb"
    followed_by_object = len(following) > 1 and following[1].lower() in OBJECT_STARTS
    if (
        joined_to_verb
        or in_list
        or (followed_by_object and following[1].lower() not in {"for", "to", "on", "with"})
    ):
        return "verb"
    return "unclear" if len(following) > 1 and not adverbs else "other"


def _first_word(phrase: str) -> str:
    return phrase.split(" ", 1)[0].strip(",;:") if phrase else ""
