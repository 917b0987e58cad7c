"""Whether two statements with the same words say them in another order that matters. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deliberation.semantics.opposition import lexicon as kinds
from deliberation.semantics.opposition.findings import NEGATED, SWAPPED, UNEXPLAINED
from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.meaning import Meaning
from deliberation.semantics.opposition.sentence_pair import Finding, Pair, differ_in

UNREAD_FROM = 0.85
"""Share of words from which the order of small words is looked at as well."""


def changed_places(pair: Pair) -> Iterator[Finding]:
    """Find who or what changed places: the same contents in another order.

    A part that moved to the front or the end as a whole says nothing. Actors are compared in reworded
    statements too, if hardly anything else is left over.
    """
    if max(pair.left_over) > (2 if pair.is_alike else 1) or _is_moved(pair, with_actors=True):
        return
    first, second = pair.both
    is_passive_in_one = differ_in(pair, kinds.PASSIVE)
    if not is_passive_in_one and _contrast(first) and _contrast(first) == _contrast(second)[::-1]:
        yield SWAPPED, " / ".join(_contrast(first))
    actors = [[unit.label for unit in side.content if unit.kind == kinds.ACTOR] for side in pair.both]
    ours, theirs = _common(actors[0], actors[1])
    if len(ours) > 1 and (ours != theirs) != is_passive_in_one:
        yield SWAPPED, ", ".join(ours)
        return
    has_small_words_in_common = pair.shared_words >= UNREAD_FROM and max(pair.left_over) <= 1
    is_compared = not is_passive_in_one and "comparison" not in first.markers and has_small_words_in_common
    if is_compared and not _is_moved(pair, with_actors=False):
        yield SWAPPED, "order"


def unread_signs(pair: Pair) -> Iterator[Finding]:
    """Find signs that the word lists have missed something in two statements that are built alike.

    The same contents with one negation more, or with one more inside what was taken for another word; two
    words of one meaning that changed places, and small words in another order than one moved part explains.
    """
    first, second = pair.both
    own_signs = [Counter((unit.key, unit.own_sign) for unit in side.content) for side in pair.both]
    more = first.flips - second.flips, first.hidden_negators - second.hidden_negators
    if own_signs[0] == own_signs[1] and (more[0] % 2 or more[1] % 2):
        yield NEGATED, "negation"
    texts = [_doubled_texts(side) for side in pair.both]
    if (
        sorted(texts[0]) == sorted(texts[1])
        and (texts[0] != texts[1]) != differ_in(pair, kinds.PASSIVE)
        and texts[0]
    ):
        yield SWAPPED, ", ".join(texts[0])
    ours, theirs = ([unit for unit in words if unit != BOUNDARY] for words in (first.words, second.words))
    both = Counter(ours) & Counter(theirs)
    is_compared = pair.shared_words >= UNREAD_FROM and not differ_in(pair, kinds.PASSIVE)
    if is_compared and not _is_one_part_moved(_kept(ours, both), _kept(theirs, both)):
        yield UNEXPLAINED, "order"


def is_turned(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether the two have the same words in the same order, but begin at another of their parts."""
    ours, theirs = ([unit for unit in words if unit != BOUNDARY] for words in (first, second))
    if ours == theirs:
        return True
    if len(ours) < 5 or sorted(ours) != sorted(theirs):
        return False
    return any(ours[cut:] + ours[:cut] == theirs for cut in range(2, len(ours) - 1))


def _contrast(meaning: Meaning) -> tuple[str, ...]:
    """Return who, and who not, where just one of two actors is negated: "the state, not companies"."""
    signs: dict[str, int] = {}
    for unit in meaning.content:
        if unit.kind == kinds.ACTOR:
            signs.setdefault(unit.key, unit.sign)
    yes = [key for key, sign in signs.items() if sign > 0]
    no = [key for key, sign in signs.items() if sign < 0]
    return (yes[0], no[0]) if len(yes) == 1 and len(no) == 1 else ()


def _common(first: Sequence[str], second: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what both hold, in the order of each, every key once."""
    return [k for k in dict.fromkeys(first) if k in second], [k for k in dict.fromkeys(second) if k in first]


def _is_moved(pair: Pair, *, with_actors: bool) -> bool:
    """Return whether the common contents stand in the same order, up to one part moved over the rest."""
    first, second = (
        [unit.label for unit in side.content if with_actors or unit.kind != kinds.ACTOR] for side in pair.both
    )
    ours, theirs = _common(first, second)
    if ours == theirs:
        return not with_actors or not differ_in(pair, kinds.PASSIVE)
    return len(ours) > 2 and any(ours[cut:] + ours[:cut] == theirs for cut in range(1, len(ours)))


def _doubled_texts(meaning: Meaning) -> list[str]:
    """Return, in order, the words of meanings that a statement names in more than one word.

    An AI aside, which is "it" in one half of a sentence and "the AI" in the other, whichever comes first.
    """
    words: dict[str, set[str]] = {}
    named = [unit for unit in meaning.content if not unit.is_machine]
    for unit in named:
        words.setdefault(unit.key, set()).add(unit.text)
    return [unit.text for unit in named if len(words[unit.key]) > 1]


def _kept(words: Sequence[str], counts: Counter[str]) -> list[str]:
    """Return the words, each as often as it is counted, its first occurrences."""
    left = Counter(counts)
    kept = []
    for word in words:
        if left[word] > 0:
            left[word] -= 1
            kept.append(word)
    return kept


def _is_one_part_moved(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether two sequences are the same, up to one part that moved over another one."""
    ours, theirs = list(first), list(second)
    while ours and theirs and ours[0] == theirs[0]:
        ours, theirs = ours[1:], theirs[1:]
    while ours and theirs and ours[-1] == theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    return ours == theirs or any(ours[cut:] + ours[:cut] == theirs for cut in range(1, len(ours)))
