"""What was found in a draft as its page shows it: by kind, both principles side by side."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from constitution.concern_words import KINDS, SOURCES, found_in_words, sureness, votes_in_words
from constitution.concerns import why_opposite
from constitution.models import Concern, ConcernQuerySet, ConstitutionVersion
from constitution.reading.articles import Article
from constitution.services.deciding_concerns import ORDERABLE
from constitution.services.merging import as_read, leading_first, proposed_wording


@dataclass(frozen=True)
class Typed:
    """What somebody had typed when their decision was refused, and why it was."""

    error: str
    why: str = ""
    text: str = ""


@dataclass
class ConcernCard:
    """One concern with what a person needs to decide about it."""

    concern: Concern
    typed: Typed | None = None

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return anchor_of(self.concern)

    @cached_property
    def sides(self) -> list[Article]:
        """The principles it is about, in the order of their numbers."""
        both = [one for one in (self.concern.principle, self.concern.other) if one is not None]
        return [Article(one) for one in sorted(both, key=lambda one: one.number)]

    @property
    def title(self) -> str:
        """Which principles it is about."""
        numbers = [side.principle.number for side in self.sides]
        if len(numbers) == 1:
            return _("Principle %(number)d") % {"number": numbers[0]}
        return _("Principles %(first)d and %(second)d") % {"first": numbers[0], "second": numbers[1]}

    @property
    def found(self) -> str:
        """What was found, in a sentence."""
        return found_in_words(self.concern)

    @property
    def votes(self) -> str:
        """What the votes say of both, where the votes are not what was found."""
        return "" if self.concern.found_by == "votes" else votes_in_words(self.concern)

    @property
    def source(self) -> Promise | str:
        """By what it was found."""
        return SOURCES.get(self.concern.found_by, "")

    @property
    def sureness(self) -> Promise | str:
        """How sure that is, in words."""
        return sureness(self.concern)

    @property
    def may_be_ordered(self) -> bool:
        """Whether one of the two can go first."""
        return self.concern.is_of_two and self.concern.kind in ORDERABLE

    @cached_property
    def proposed(self) -> str:
        """The wording of both as one principle; "" where they are not to be made one."""
        if self.concern.kind != Concern.Kind.SAME_MEANING or self.concern.other is None:
            return ""
        leading, joining = leading_first(self.concern.principle, self.concern.other)
        if why_opposite(as_read(leading), as_read(joining)):
            return ""
        return proposed_wording(leading, joining).text

    @property
    def leading_number(self) -> int:
        """The number of the principle that leads when both are made one."""
        return leading_first(*[side.principle for side in self.sides])[0].number


@dataclass
class KindOfConcern:
    """All open concerns of one kind."""

    kind: str
    title: Promise
    explanation: Promise
    cards: list[ConcernCard] = field(default_factory=list)


def open_cards(version: ConstitutionVersion) -> list[KindOfConcern]:
    """Return what nobody has decided about, by kind, the gravest first."""
    kinds = {kind: KindOfConcern(kind, *words) for kind, words in KINDS.items()}
    for concern in _with_sources(version).open():
        kinds[concern.kind].cards.append(ConcernCard(concern))
    return [kind for kind in kinds.values() if kind.cards]


def decided_cards(version: ConstitutionVersion) -> list[ConcernCard]:
    """Return what people decided, or settled by rewording; the latest first."""
    return [ConcernCard(concern) for concern in _with_sources(version).decided().order_by("-decided_at")]


def anchor_of(concern: Concern) -> str:
    """Return the name of a concern on its page: its kind and the numbers of its principles."""
    both = [one for one in (concern.principle, concern.other) if one is not None]
    labels = [one.label for one in sorted(both, key=lambda one: one.number)]
    return "-".join([concern.kind.replace(" ", "-"), *labels])


def concern_at(version: ConstitutionVersion, kind: str, principle: int, other: int | None) -> Concern | None:
    """Return the concern of a kind about the principles of these numbers, or None."""
    numbers = {principle, other} - {None}
    found = Concern.objects.filter(version=version, kind=kind).with_principles()
    for concern in found.filter(principle__number__in=numbers):
        about = {concern.principle.number, concern.other.number if concern.other else None} - {None}
        if about == numbers:
            return concern
    return None


def _with_sources(version: ConstitutionVersion) -> ConcernQuerySet:
    links = "statement_links__statement"
    return (
        Concern.objects.filter(version=version)
        .with_principles()
        .prefetch_related(f"principle__{links}", f"other__{links}")
    )
