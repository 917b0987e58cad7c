"""What a constitution keeps about a participant: to read, to take away, and to erase."""

from typing import Any

from constitution.models import RatificationVote, Suggestion, VersionVote
from constitution.services.suggestion_themes import request_themes
from deliberation.models import Event, EventPayload, Participant
from deliberation.people.erasure import erase_from_payloads


def data_about(participant: Participant) -> dict[str, Any]:
    """Return everything that a participant answered and suggested, version by version."""
    answers = RatificationVote.objects.filter(participant=participant).select_related("principle__version")
    whole = VersionVote.objects.filter(participant=participant).select_related("version")
    suggestions = Suggestion.objects.filter(participant=participant).select_related("principle__version")
    return {
        "answers_to_principles": [
            {
                **_place(vote.principle),
                "answer": RatificationVote.Value(vote.value).name.lower(),
                "cast_at": vote.cast_at.isoformat(),
            }
            for vote in answers.order_by("principle__version__number", "principle__number")
        ],
        "answers_to_the_whole": [
            {
                "version": vote.version.number,
                "answer": VersionVote.Value(vote.value).name.lower(),
                "cast_at": vote.cast_at.isoformat(),
            }
            for vote in whole.order_by("version__number")
        ],
        "suggestions": [
            {
                **_place(suggestion.principle),
                "suggestion": suggestion.text,
                "state": suggestion.state,
                "kept_out_why": suggestion.kept_out_why,
                "suggested_at": suggestion.suggested_at.isoformat(),
            }
            for suggestion in suggestions
        ],
    }


def erase(participant: Participant) -> None:
    """Take away what a participant suggested, from the log as well; their answers stay as numbers."""
    suggestions = Suggestion.objects.filter(participant=participant)
    versions = {one.principle.version for one in suggestions.select_related("principle__version")}
    said = EventPayload.objects.filter(
        event__participant=participant, event__kind=Event.Kind.RATIFICATION_SUGGESTED
    )
    erase_from_payloads(said, "text")
    suggestions.delete()
    for version in versions:
        request_themes(version)


def _place(principle: Any) -> dict[str, Any]:
    return {"version": principle.version.number, "principle": principle.label, "text": principle.text}
