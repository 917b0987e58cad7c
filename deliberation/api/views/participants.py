"""Joining."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.access import deliberation_in, require_scope
from deliberation.api.base_view import ApiView
from deliberation.api.credentials import participant_key
from deliberation.api.idempotency import KEY_PARAMETER, idempotent
from deliberation.api.joining import join, what_joining_asks
from deliberation.api.serializers.participating import (
    JoiningSerializer,
    JoinSerializer,
    ParticipantSerializer,
)
from deliberation.integrity.networks import record_network
from deliberation.integrity.rate_limits import network_of
from deliberation.models import ApiToken, Scope
from deliberation.people.participation import remember_participant


class ParticipantsView(ApiView):
    """The way in."""

    @extend_schema(operation_id="joining_read", responses=JoiningSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """What joining asks for: the consent text, questions, an invitation, a piece of work."""
        asked = what_joining_asks(deliberation_in(request, slug))
        return Response(JoiningSerializer(asked).data)

    @extend_schema(
        operation_id="participant_join",
        request=JoinSerializer,
        parameters=[KEY_PARAMETER],
        responses={201: ParticipantSerializer, 200: ParticipantSerializer},
    )
    @idempotent
    def post(self, request: Request, slug: str) -> Response:
        """Take part. Whoever is known already is answered 200, and agrees to the present text anew.

        The key in the answer is shown this once; browsers get the website's cookie as well. A token with the
        scope `participate` lets people of another site join and is limited by itself, not by its network.
        """
        deliberation = deliberation_in(request, slug)
        require_scope(request, Scope.PARTICIPATE)
        sent = JoinSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        joined = join(request, deliberation, sent.validated_data)
        participant = joined.participant
        told = {
            "number": participant.number,
            "joined_at": participant.joined_at,
            "consent_version": participant.consent_version,
            "participant_key": participant_key(participant) if joined.shows_key else None,
        }
        response = Response(ParticipantSerializer(told).data, status=201 if joined.is_new else 200)
        if not isinstance(request.auth, ApiToken):
            record_network(participant, network_of(request._request))
            if joined.shows_key:
                remember_participant(response, participant)
        return response
