"""English verbs in the third person, for turning "should VERB" into "VERBs". PURE.

Small and careful rather than clever: where it is not sure which words are verbs it says so, and the caller
takes a form that needs no inflection.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes", "can": "can", "must": "must"}

ADVERBS = frozenset(
    "always never also only ever often sometimes usually rather simply just still even instead first best "
    "better well more most less least consistently together".split()
)
NOT_ADVERBS = frozenset(
    "apply comply imply rely reply supply multiply fly ally rally family bully tally".split()
)

VERBS = frozenset(
    """
    accept accommodate achieve acknowledge act adapt add address adhere adjust admit adopt advise
    advocate affirm agree allow analyse analyze answer apologise apologize apply appreciate argue
    arrange ask assess assist assume attack attempt avoid back balance base be become believe
    blackmail blame block break bring build bully call care carry cause censor change check cheat
    choose cite claim clarify come comfort communicate compare complete comply condemn condone
    confirm confuse connect consider console consult contain continue contribute control convey
    convince cooperate copy correct create criticise criticize deal deceive decide decline defend
    define degrade demand demean deny depend describe destroy develop disagree disclose discourage
    discriminate discuss disguise disregard distinguish do dominate double-check educate embrace
    empower encourage endanger endorse enforce engage enhance ensure entertain eradicate evaluate
    examine exclude exhibit explain exploit explore express fabricate facilitate fail favor favour
    feed find flatter focus follow force forget fulfil fulfill gather generate get give go gossip
    grow guide handle harass harm have help hide highlight honor honour humiliate hurt identify
    ignore imitate impersonate impose improve include incite inflict influence inform injure insist
    inspire insult intend interfere interpret invade invent involve joke judge justify keep know
    lead learn leave lecture let lie limit list listen look maintain make manipulate mention mimic
    minimise minimize misinform mislead mock monitor name note nudge obey offer omit oppose override
    participate pass pay perform persuade play point practise prefer present preserve pretend
    prevent prioritise prioritize process produce promise promote protect prove provide publish push
    put question quote raise recognise recognize recommend rectify reduce refer refine reflect
    refrain refuse regard reinforce reject rely remain remember remind remove repeat replace reply
    report represent request resist respect respond restrict reveal review rule save say scare seek
    sell send serve share show simplify smooth speak specify spread spy stalk stand state stay steal
    steer stick stop strive suggest summarise summarize supply support take talk teach tell tempt
    think threaten tolerate train translate treat trick trust try turn understand undermine update
    uphold use utilise utilize validate value verify violate voice volunteer warn welcome work
    worsen write
    """.split()
)
NOUNS_TOO = frozenset(
    """
    act address advocate answer attack attempt back balance base block break call care cause change
    check claim comfort control copy deal demand exhibit favor favour feed focus force guide harm
    help highlight honor honour hurt influence insult joke judge lead lecture lie limit list look
    mention name note nudge offer pass play point present process produce promise push question
    quote raise request respect review rule save share show stand state stick stop support supply
    talk train trick trust turn update use value voice volunteer work blame blackmail bully doubt
    spread regard report practise influence welcome
    """.split()
)
"""Verbs that are nouns or adjectives as well: after "and" they may be either."""
ADJECTIVES_TOO = frozenset("clear correct complete open present welcome direct free calm".split())

_OBJECT_STARTS = frozenset(
    """
    a an the this that these those its his her their our your my it them him us me people others
    users humans someone anyone everyone somebody anybody everybody what how whether who why which
    where when every each all any both no not for to on with
    """.split()
)
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
    return " ".join(words[:count]), " ".join(words[count:])


def starts_with_verb(phrase: str) -> bool:
    """Return whether a phrase begins, after any adverbs, with a verb we know."""
    _adverbs, rest = split_adverbs(phrase)
    return _first_word(rest).lower() in VERBS


def third_person_phrase(phrase: str) -> VerbPhrase:
    """Inflect the verb of a phrase and the verbs joined to it.

    "inspire dialogue and help communities" -> "inspires dialogue and helps communities". A verb inside an
    infinitive or a relative clause stays as it is, and where that cannot be told the result is not sure.
    """
    parts = _JOINT.split(phrase)
    adverbs, rest = split_adverbs(parts[0])
    first, _space, tail = rest.partition(" ")
    inflected = [" ".join(part for part in (adverbs, third_person(first), tail) if part)]
    so_far, previous_was_bare_verb, in_list, sure = tail, not tail, False, _known(first)
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
    words = rest.split()
    first = words[0].strip(",;:").lower() if words else ""
    if first not in VERBS or first == "be":
        return "unclear" if first == "be" else "other"
    if first not in NOUNS_TOO and first not in ADJECTIVES_TOO:
        return "verb"
    followed_by_object = len(words) > 1 and words[1].lower() in _OBJECT_STARTS
    if (
        joined_to_verb
        or in_list
        or (followed_by_object and words[1].lower() not in {"for", "to", "on", "with"})
    ):
        return "verb"
    return "unclear" if len(words) > 1 and not adverbs else "other"


def _first_word(phrase: str) -> str:
    return phrase.split(" ", 1)[0].strip(",;:") if phrase else ""


def _known(verb: str) -> bool:
    return verb.lower() in VERBS
