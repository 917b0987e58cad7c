"""What somebody is to vote on next."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.base_view import ApiView
from deliberation.api.serializers.participating import TurnsSerializer
from deliberation.api.taking_part import voter_in
from deliberation.models import Participant
from deliberation.voting.ballot_pages import is_long
from deliberation.voting.forms import parse_skipped
from deliberation.voting.next_statement import UPCOMING, Turn, next_turn, upcoming_turns
from deliberation.voting.showing_tickets import ticket_of

LONGEST_SKIPPED = 1000
PARAMETERS = [
    OpenApiParameter(
        "count",
        {"type": "integer", "minimum": 1, "maximum": UPCOMING, "default": 1},
        description="How many statements at most.",
    ),
    OpenApiParameter(
        "skipped",
        {"type": "string", "maxLength": LONGEST_SKIPPED},
        description="Numbers of statements that were passed over, such as `12.40`; they come last.",
    ),
    OpenApiParameter(
        "in_advance",
        {"type": "boolean", "default": False},
        description="Leave out the present statement, and log no showing: for a program that keeps "
        "statements for later. Without it the first statement counts as shown.",
    ),
]


class NextStatementsView(ApiView):
    """The statements that come next for whoever asks."""

    @extend_schema(operation_id="statements_next", parameters=PARAMETERS, responses=TurnsSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """What to vote on next, as the website draws it; nothing where there is nothing to vote on."""
        deliberation, participant = voter_in(request, slug)
        count, in_advance = _count(request), _in_advance(request)
        skipped = parse_skipped(_skipped(request))
        turns: list[Turn] = []
        if deliberation.takes_votes and not in_advance:
            turns.append(next_turn(deliberation, participant, skipped=skipped))
        more = count - len(turns) if deliberation.takes_votes else 0
        progress, later = upcoming_turns(deliberation, participant, skipped=skipped, most=more)
        turns += later
        shown = {
            turn.statement.number: _shown(turn, participant) for turn in turns if turn.statement is not None
        }
        told = {"voted": progress.voted, "remaining": progress.remaining}
        return Response({"results": list(shown.values())[:count], **told})


def _shown(turn: Turn, participant: Participant | None) -> dict[str, Any]:
    statement, translation = turn.statement, turn.translation
    assert statement is not None  # noqa: S101 - the caller has looked
    return {
        "number": statement.number,
        "text": statement.text,
        "language": statement.language,
        "is_seed": statement.is_seed,
        "is_long": is_long(statement.text),
        "translation": translation
        and {
            "language": translation.language,
            "text": translation.text,
            "source": translation.source,
        },
        "ticket": ticket_of(participant, turn.showing) if participant and turn.showing else "",
    }


def _count(request: Request) -> int:
    wanted = request.query_params.get("count", "1")
    if not (wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:9]) <= UPCOMING):
        raise ValidationError({"count": [f"A number from 1 to {UPCOMING}."]})
    return int(wanted)


def _in_advance(request: Request) -> bool:
    wanted = request.query_params.get("in_advance", "false")
    if wanted not in {"true", "false"}:
        raise ValidationError({"in_advance": ["true or false."]})
    return wanted == "true"


def _skipped(request: Request) -> str:
    told = request.query_params.get("skipped", "")
    if len(told) > LONGEST_SKIPPED:
        raise ValidationError({"skipped": [f"At most {LONGEST_SKIPPED} characters."]})
    return told
