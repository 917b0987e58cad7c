"""Current answers and suggestions held against the event log, and made anew from it (`manage.py rebuild`)."""

from collections.abc import Iterator, Mapping
from typing import Any

from constitution.models import ConstitutionVersion, Principle, RatificationVote, Suggestion, VersionVote
from constitution.ratification_replay import (
    REPLAYED,
    AnswerAsLogged,
    OnPrinciple,
    RatificationReplay,
    SuggestionAsLogged,
    replay_ratification,
)
from deliberation.integrity.rebuild import Difference, recorded_events
from deliberation.integrity.rebuilt_elsewhere import CheckedElsewhere
from deliberation.models import Deliberation, Event, Participant

BATCH = 2000
SUGGESTION_PARTS = ("text", "language", "state", "kept_out_why")


def check_ratification(deliberation: Deliberation) -> CheckedElsewhere:
    """Compare every current answer and suggestion with what the log says."""
    log = replay_ratification(recorded_events(deliberation, REPLAYED))
    differences = [
        *_answers_that_differ(_answers(deliberation), log.answers),
        *_answers_that_differ(_on_whole(deliberation), log.on_whole),
        *_suggestions_that_differ(_suggestions(deliberation), log.suggestions),
    ]
    counts = {
        "ratification_votes": len(log.answers),
        "votes_on_the_whole": len(log.on_whole),
        "suggestions": len(log.suggestions),
    }
    return CheckedElsewhere(counts, differences, log)


def rewrite_ratification(deliberation: Deliberation, checked: CheckedElsewhere) -> None:
    """Write the answers and suggestions that differ anew from the log; what fits is left as it is.

    Answers on principles that are not there any more are left alone and stay a difference.
    """
    log: RatificationReplay = checked.state
    people = {row.number: row for row in Participant.objects.filter(deliberation=deliberation)}
    versions = {row.number: row for row in ConstitutionVersion.objects.of(deliberation)}
    principles = {
        (row.version.number, row.label): row
        for row in Principle.objects.filter(version__in=versions.values()).select_related("version")
    }
    answers = _changed(_answers(deliberation), log.answers)
    _rewrite_answers(answers, principles, people)
    _rewrite_on_whole(_changed(_on_whole(deliberation), log.on_whole), versions, people)
    _rewrite_suggestions(deliberation, log.suggestions, principles, people)


def _answers(deliberation: Deliberation) -> dict[OnPrinciple, int]:
    rows = RatificationVote.objects.filter(principle__version__constitution__deliberation=deliberation)
    columns = ("principle__version__number", "principle__number", "participant__number", "value")
    return {
        (version, _label(principle), participant): value
        for version, principle, participant, value in rows.values_list(*columns)
    }


def _on_whole(deliberation: Deliberation) -> dict[tuple[int, int], int]:
    rows = VersionVote.objects.filter(version__constitution__deliberation=deliberation)
    columns = ("version__number", "participant__number", "value")
    return {(version, participant): value for version, participant, value in rows.values_list(*columns)}


def _suggestions(deliberation: Deliberation) -> dict[OnPrinciple, Suggestion]:
    rows = Suggestion.objects.filter(
        principle__version__constitution__deliberation=deliberation, participant__isnull=False
    ).select_related("principle__version", "participant")
    return {(row.principle.version.number, row.principle.label, row.participant.number): row for row in rows}


def _label(number: int) -> str:
    return Principle(number=number).label


def _changed(
    current: Mapping[Any, int], log: Mapping[Any, AnswerAsLogged]
) -> dict[Any, AnswerAsLogged | None]:
    """Return what the log says where the rows say something else; None where it knows of no answer."""
    places = current.keys() | log.keys()
    logged = {place: log.get(place) for place in sorted(places)}
    return {
        place: said for place, said in logged.items() if current.get(place) != (said.value if said else None)
    }


def _answers_that_differ(
    current: Mapping[Any, int], log: Mapping[Any, AnswerAsLogged]
) -> Iterator[Difference]:
    for place, said in _changed(current, log).items():
        version, *on, participant = place
        what = f"answer to v{version} {on[0]}" if on else f"answer to v{version} as a whole"
        yield Difference(what, None, participant, current.get(place), said.value if said else None)


def _suggestions_that_differ(
    current: Mapping[OnPrinciple, Suggestion], log: Mapping[OnPrinciple, SuggestionAsLogged]
) -> Iterator[Difference]:
    for place in sorted(current.keys() | log.keys()):
        version, principle, participant = place
        row, said = current.get(place), log.get(place)
        what = f"suggestion on v{version} {principle}"
        if row is None or said is None:
            yield Difference(what, None, participant, row and row.state, said and said.state)
            continue
        for part in SUGGESTION_PARTS:
            if getattr(row, part) != getattr(said, part):
                yield Difference(
                    f"{what}: {part}", None, participant, getattr(row, part), getattr(said, part)
                )


def _rewrite_answers(
    changed: Mapping[OnPrinciple, AnswerAsLogged | None],
    principles: Mapping[tuple[int, str], Principle],
    people: Mapping[int, Participant],
) -> None:
    events = _events(changed)
    rows = []
    for (version, label, number), said in changed.items():
        principle = principles.get((version, label))
        if principle is None:
            continue
        if said is None:
            RatificationVote.objects.filter(principle=principle, participant=people[number]).delete()
            continue
        event = events[said.event]
        rows.append(
            RatificationVote(
                principle=principle,
                participant=people[number],
                value=said.value,
                event=event,
                cast_at=event.recorded_at,
            )
        )
    RatificationVote.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["principle", "participant"],
        update_fields=["value", "event", "cast_at"],
        batch_size=BATCH,
    )


def _rewrite_on_whole(
    changed: Mapping[tuple[int, int], AnswerAsLogged | None],
    versions: Mapping[int, ConstitutionVersion],
    people: Mapping[int, Participant],
) -> None:
    events = _events(changed)
    for (version, number), said in changed.items():
        if version not in versions:
            continue
        held = {"version": versions[version], "participant": people[number]}
        if said is None:
            VersionVote.objects.filter(**held).delete()
            continue
        event = events[said.event]
        VersionVote.objects.update_or_create(
            **held, defaults={"value": said.value, "event": event, "cast_at": event.recorded_at}
        )


def _rewrite_suggestions(
    deliberation: Deliberation,
    log: Mapping[OnPrinciple, SuggestionAsLogged],
    principles: Mapping[tuple[int, str], Principle],
    people: Mapping[int, Participant],
) -> None:
    current = _suggestions(deliberation)
    for place in current.keys() - log.keys():
        current[place].delete()
    events = Event.objects.in_bulk([said.event for said in log.values()])
    for place, said in log.items():
        row, principle = current.get(place), principles.get(place[:2])
        fits = row and all(getattr(row, part) == getattr(said, part) for part in SUGGESTION_PARTS)
        if fits or principle is None:
            continue
        parts = {part: getattr(said, part) for part in SUGGESTION_PARTS}
        event = events[said.event]
        Suggestion.objects.update_or_create(
            principle=principle,
            participant=people[place[2]],
            defaults={**parts, "theme": None, "event": event, "suggested_at": event.recorded_at},
        )


def _events(changed: Mapping[Any, AnswerAsLogged | None]) -> dict[int, Event]:
    return Event.objects.in_bulk([said.event for said in changed.values() if said])
