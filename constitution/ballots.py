"""The page of a ratification as one person sees it: their answers, and what others suggest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from constitution.models import ConstitutionVersion, Principle, RatificationVote, Suggestion, VersionVote
from constitution.reading import Article, articles_of
from deliberation.models import Participant
from deliberation.results.small_cells import SMALLEST
from deliberation.voting.forms import new_client_key

SHOWN_THEMES = 6
"""As many themes are shown beside a principle, the largest; the others are counted."""
SHOWN_IN_THEME = 4
"""As many suggestions of one theme are shown."""
Value = RatificationVote.Value


@dataclass(frozen=True)
class Theme:
    """What several people suggest in different words.

    Attributes:
        texts: suggestions of the theme as (text, language), the earliest first, only some where there are
            many.
        people: how many suggest it; None for too few to be counted out.
    """

    texts: tuple[tuple[str, str], ...]
    people: int | None


@dataclass(frozen=True)
class Ballot:
    """One principle with the reader's answer and suggestion, and what others suggest."""

    article: Article
    answer: int | None
    suggestion: Suggestion | None
    themes: tuple[Theme, ...]
    more_themes: int
    key: str
    refusal: str = ""
    typed: str = ""

    @property
    def principle(self) -> Principle:
        """The principle."""
        return self.article.principle

    @property
    def suggestion_is_open(self) -> bool:
        """Whether the field for other words is unfolded: for whoever wishes for some but named none."""
        return bool(self.refusal) or (self.answer == Value.CHANGE and self.suggestion is None)


@dataclass(frozen=True)
class Summary:
    """One person's answers, counted, and their answer on the whole."""

    total: int
    adopt: int
    change: int
    reject: int
    passed: int
    whole: int | None
    key: str
    first_open: str
    """Label of the first principle without an answer; empty where there is none."""

    @property
    def answered(self) -> int:
        """How many principles are answered."""
        return self.adopt + self.change + self.reject + self.passed

    @property
    def left(self) -> int:
        """How many principles are not answered."""
        return self.total - self.answered


def ballots_of(version: ConstitutionVersion, participant: Participant | None) -> list[Ballot]:
    """Return all principles of a version in order, in a number of queries that does not grow with them."""
    answers = _answers(version, participant)
    own = _own_suggestions(version, participant)
    others = _themes_by_principle(version, participant)
    return [
        _ballot(article, answers, own, others.get(article.principle.pk, ()))
        for article in articles_of(version)
    ]


def ballot_of(
    version: ConstitutionVersion, participant: Participant | None, principle: Principle, **refused: str
) -> Ballot:
    """Return one principle of a version; `refused` says why what was just sent was not taken."""
    answers = _answers(version, participant, principle)
    own = _own_suggestions(version, participant, principle)
    others = _themes_by_principle(version, participant, principle)
    return _ballot(Article(principle), answers, own, others.get(principle.pk, ()), **refused)


def summary_of(version: ConstitutionVersion, participant: Participant | None) -> Summary:
    """Return what a person has answered so far."""
    numbers = dict(version.principles.order_by("number").values_list("pk", "number"))
    answers = _answers(version, participant)
    values = list(answers.values())
    whole = None
    if participant is not None:
        own = VersionVote.objects.filter(version=version, participant=participant)
        whole = own.values_list("value", flat=True).first()
    left = [number for pk, number in numbers.items() if pk not in answers]
    return Summary(
        total=len(numbers),
        adopt=values.count(Value.ADOPT),
        change=values.count(Value.CHANGE),
        reject=values.count(Value.REJECT),
        passed=values.count(Value.PASS),
        whole=whole,
        key=new_client_key(),
        first_open=Principle(number=left[0]).label if left else "",
    )


def themes_in(suggestions: Iterable[tuple[int | None, str, str]]) -> list[Theme]:
    """Return suggestions, given as (theme, text, language), by theme: the largest first.

    What is not grouped yet stands for itself, at the end.
    """
    grouped: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    alone: list[tuple[str, str]] = []
    for theme, text, language in suggestions:
        (alone if theme is None else grouped[theme]).append((text, language))
    ordered = sorted(grouped.items(), key=lambda one: (-len(one[1]), one[0]))
    return [
        *(_theme(texts) for _number, texts in ordered),
        *(_theme([text]) for text in alone),
    ]


def _theme(texts: Sequence[tuple[str, str]]) -> Theme:
    people = len(texts) if len(texts) >= SMALLEST else None
    return Theme(tuple(texts[:SHOWN_IN_THEME]), people)


def _ballot(
    article: Article,
    answers: dict[int, int],
    own: dict[int, Suggestion],
    themes: Sequence[Theme],
    **refused: str,
) -> Ballot:
    key = article.principle.pk
    return Ballot(
        article=article,
        answer=answers.get(key),
        suggestion=own.get(key),
        themes=tuple(themes[:SHOWN_THEMES]),
        more_themes=max(0, len(themes) - SHOWN_THEMES),
        key=new_client_key(),
        **refused,
    )


def _answers(
    version: ConstitutionVersion, participant: Participant | None, *principles: Principle
) -> dict[int, int]:
    if participant is None:
        return {}
    votes = RatificationVote.objects.by(participant, version)
    if principles:
        votes = votes.filter(principle__in=principles)
    return dict(votes.values_list("principle_id", "value"))


def _own_suggestions(
    version: ConstitutionVersion, participant: Participant | None, *principles: Principle
) -> dict[int, Suggestion]:
    if participant is None:
        return {}
    rows = _suggestions(version, principles).filter(participant=participant)
    return {row.principle_id: row for row in rows}


def _themes_by_principle(
    version: ConstitutionVersion, participant: Participant | None, *principles: Principle
) -> dict[int, list[Theme]]:
    """Return what others suggest by principle, as far as it was let in."""
    rows = _suggestions(version, principles).filter(state=Suggestion.State.SHOWN)
    if participant is not None:
        rows = rows.exclude(participant_id=participant.pk)
    columns = ("principle_id", "theme", "text", "language")
    ordered = rows.order_by("principle_id", "pk").values_list(*columns)
    return {
        principle: themes_in((theme, text, language) for _pk, theme, text, language in some)
        for principle, some in groupby(ordered, key=lambda row: row[0])
    }


def _suggestions(version: ConstitutionVersion, principles: Sequence[Principle]) -> Any:
    rows = Suggestion.objects.filter(principle__version=version)
    return rows.filter(principle__in=principles) if principles else rows
