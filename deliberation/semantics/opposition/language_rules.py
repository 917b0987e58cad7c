"""What a language needs for telling the same from the opposite: word lists, as data. PURE.

The engine (`meaning.py`) reads these lists; a language is one file with one `LanguageRules`. All lists are
plain text so that somebody who speaks the language can read and correct them:

- A word list separates its entries by white space; an entry of several words joins them with "_"
  ("artificial_intelligence"). The longest entry wins where several begin at the same word.
- Entries are cut into units by the language's own `words`, so they may be written in any inflection that
  `words` brings to the same stem, and need not be repeated for others.
- In `actors`, `synonyms` and `opposites` a line that begins with white space goes on with the one before.
- An entry may stand in one list only, except that every list may be overruled by a longer entry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

BOUNDARY = "|"
"""The unit that stands for the end of a clause: every , ; : . ! ? and their relatives in other scripts."""


@dataclass(frozen=True)
class LanguageRules:
    """The words by which a language says who, not, must, all, rather than and unless."""

    code: str
    """The language as an interface code: "en", "es", "ar", "zh-hans"."""

    words: Callable[[str], Sequence[str]]
    """Text to units: lower-case stems in order, `BOUNDARY` where a clause ends. Where a script writes no
    spaces, every character is a unit and the entries of the lists do the cutting. Numbers stay digits."""

    ignored: str
    """Words that change nothing: articles, pronouns, auxiliaries, politeness, "I think that", "very"."""

    actors: str
    """Who can act, one group of synonyms a line: AI, people, users, companies, the state, children.
    The first line holds the names of an AI, the second those of people in general."""

    synonyms: str
    """Groups of words that may replace each other in a statement, one group a line, any part of speech."""

    opposites: str
    """One pair of opposed meanings a line: words of the one side, " = ", words of the other side. The words
    of one side are synonyms of each other. A word may stand in one line only (synonyms included), so make
    lines broad: "share reveal disclose publish tell = hide conceal withhold keep_secret"."""

    negators: str
    """Words that negate what follows them in their clause: "not no never without cannot"."""

    negating: str
    """Verbs, nouns and adjectives that negate what they govern: what follows them in their clause, and
    where nothing follows, what precedes: "avoid refuse forbidden ban unacceptable wrong fail hesitate"
    ("should avoid lying", "lying is forbidden"). Two cancel each other: "should not fail to"."""

    affirming: str
    """Phrases that hold a negator and negate nothing: "not_only no_doubt nothing_less_than"."""

    obliging: str
    """Words that oblige: "must should has_to is_required_to has_a_duty_to"."""

    permitting: str
    """Words that permit: "may can is_allowed_to acceptable is_free_to". Negated they forbid."""

    excusing: str
    """Words and phrases that lift an obligation: "need_not does_not_have_to is_not_obliged_to optional"."""

    quantities: str
    """Lines "class: words" with the classes all, most, some, none, only, more, less, equal:
    "all: all every each always everyone". Words of negation with a quantity ("nobody", "never") go under none
    and not under negators. "more" and "less" hold the words for an increase or decrease in degree."""

    comparisons: str
    """Templates, one a line, where W stands for what is put first and L for what comes after it, each any
    number of words: "W over L", "W rather_than L", "L less_important_than W", "sacrifice L for W",
    "prefer W to L". Literals may be any entries; the longest template wins. A template that begins or ends
    with W or L reaches from there to the end of the clause."""

    conditions: str
    """Words that open a condition: "if when whenever provided_that". A leading "..." says that the word
    closes its condition instead: "...的时候"."""

    exceptions: str
    """Words that open an exception: "unless except apart_from"."""

    concessions: str
    """Words for "in any case": "even_if regardless_of no_matter despite"."""

    passives: str
    """Words that say that what stands before them is acted upon, by what follows: "by", "被", "por"."""

    light: str = ""
    """Words that may be added without changing much: "give", "keep", "have", "people"; they may stand in
    another list as well."""

    has_negative_concord: bool = False
    """Whether negative words add up to one negation: "no ... nunca", "no ... ninguno"."""

    negating_before: str = ""
    """Phrases that negate what stands before them, if anything does: "is_forbidden must_be_avoided"."""

    genitives: str = ""
    """Words between what is owned and its owner, where the owner may also come first: "of"."""

    negating_prefixes: str = ""
    """Beginnings of words that reverse the rest: "un in dis non"; applied where the rest is a known word."""
