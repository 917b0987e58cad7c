"""What is kept about whoever asks, and what became of their statements."""

from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.base_view import ApiView
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from deliberation.api.serializers.participating import OwnStatementSerializer
from deliberation.api.taking_part import participant_for
from deliberation.people.erasure import erase_participant
from deliberation.people.my_data import data_about
from deliberation.people.participation import forget_participant
from deliberation.voting.own_statements import statements_of


class MeView(ApiView):
    """The participant who asks."""

    @extend_schema(operation_id="me_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str) -> Response:
        """Everything that is kept about a participant: the same as the file on the website."""
        return Response(data_about(participant_for(request, slug)))

    @extend_schema(
        operation_id="me_erase",
        parameters=[
            OpenApiParameter(
                "with_accepted_statements",
                {"type": "boolean", "default": False},
                description="Take back the words of accepted statements too.",
            )
        ],
        responses={204: None},
    )
    def delete(self, request: Request, slug: str) -> Response:
        """Erase who a participant is and what they wrote, for good; votes stay without a name."""
        participant = participant_for(request, slug)
        wanted = request.query_params.get("with_accepted_statements", "false")
        if wanted not in {"true", "false"}:
            raise ValidationError({"with_accepted_statements": ["true or false."]})
        deliberation = participant.deliberation
        erase_participant(participant=participant, with_accepted_statements=wanted == "true")
        response = Response(status=204)
        forget_participant(response, deliberation)
        return response


class MyStatementsView(ApiView):
    """The statements of the participant who asks."""

    @extend_schema(
        operation_id="my_statements_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(OwnStatementSerializer, "OwnStatementPage"),
    )
    def get(self, request: Request, slug: str) -> Response:
        """One's own statements with their state and the reason of it; what waits for an answer first."""
        rows = statements_of(participant_for(request, slug), language=get_language() or "en")
        return page_of(request, rows, lambda shown: OwnStatementSerializer(shown, many=True).data)
