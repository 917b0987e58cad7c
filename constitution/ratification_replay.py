"""What the event log says people answered to the versions of a constitution. PURE.

The last vote on a principle, or on a version as a whole, is the current one; nothing is undone. A suggestion
is what its author wrote last; an empty text takes it back, and one whose words were erased is gone. What a
moderator decided holds for the words that stood there then: other words wait again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from deliberation.integrity.replay import RecordedEvent

ANSWERED: Final = "ratification.vote_cast"
ANSWERED_WHOLE: Final = "ratification.vote_on_whole_cast"
SUGGESTED: Final = "ratification.suggested"
MODERATED: Final = "ratification.suggestion_moderated"
REPLAYED: Final = (ANSWERED, ANSWERED_WHOLE, SUGGESTED, MODERATED)

OnPrinciple = tuple[int, str, int]
"""Number of the version, label of the principle, number of the participant."""
OnWhole = tuple[int, int]
"""Number of the version, number of the participant."""


@dataclass(frozen=True)
class AnswerAsLogged:
    """A current answer, and the event that made it so."""

    value: int
    event: int


@dataclass(frozen=True)
class SuggestionAsLogged:
    """A suggestion as the log tells it."""

    text: str
    language: str
    event: int
    state: str = "waiting"
    kept_out_why: str = ""


@dataclass(frozen=True)
class RatificationReplay:
    """The outcome of a log."""

    answers: Mapping[OnPrinciple, AnswerAsLogged]
    on_whole: Mapping[OnWhole, AnswerAsLogged]
    suggestions: Mapping[OnPrinciple, SuggestionAsLogged]


def replay_ratification(events: Iterable[RecordedEvent]) -> RatificationReplay:
    """Return what the events of one deliberation, in the order of the log, add up to."""
    answers: dict[OnPrinciple, AnswerAsLogged] = {}
    on_whole: dict[OnWhole, AnswerAsLogged] = {}
    suggestions: dict[OnPrinciple, SuggestionAsLogged] = {}
    for event in events:
        body = event.body
        if body is None:
            continue
        if event.kind == MODERATED:
            _moderate(suggestions, body)
        elif event.participant is None:
            continue
        elif event.kind == ANSWERED:
            place = (body["version"], body["principle"], event.participant)
            answers[place] = AnswerAsLogged(body["value"], event.id)
        elif event.kind == ANSWERED_WHOLE:
            on_whole[body["version"], event.participant] = AnswerAsLogged(body["value"], event.id)
        elif event.kind == SUGGESTED:
            _suggest(suggestions, event, event.participant, body)
    return RatificationReplay(answers, on_whole, suggestions)


def _suggest(
    suggestions: dict[OnPrinciple, SuggestionAsLogged],
    event: RecordedEvent,
    participant: int,
    body: Mapping[str, Any],
) -> None:
    place = (body["version"], body["principle"], participant)
    if body.get("text"):
        suggestions[place] = SuggestionAsLogged(body["text"], body["language"], event.id)
    else:
        suggestions.pop(place, None)


def _moderate(suggestions: dict[OnPrinciple, SuggestionAsLogged], body: Mapping[str, Any]) -> None:
    place = (body["version"], body["principle"], body["participant"])
    if place in suggestions:
        suggestions[place] = replace(
            suggestions[place], state=body["outcome"], kept_out_why=body.get("why", "")
        )
