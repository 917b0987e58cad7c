"""Reading deliberations."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.access import account_in, deliberation_in
from deliberation.api.base_view import ApiView
from deliberation.api.conditional import unless_unchanged
from deliberation.api.contents.deliberations import deliberation_content, deliberations_in_brief
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from deliberation.api.serializers.deliberations import DeliberationInBriefSerializer, DeliberationSerializer
from deliberation.models import ApiToken, Deliberation


class DeliberationsView(ApiView):
    """All deliberations."""

    @extend_schema(
        operation_id="deliberations_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(DeliberationInBriefSerializer, "DeliberationPage"),
        tags=["deliberations"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """All deliberations, the newest first; those in preparation for who helps to run them alone."""

        def write(rows: list[Deliberation]) -> list[Any]:
            return DeliberationInBriefSerializer(deliberations_in_brief(request, rows), many=True).data

        page = page_of(request, _readable(request), write, order="-pk")
        return unless_unchanged(request, lambda: page, page.data)


class DeliberationView(ApiView):
    """One deliberation."""

    @extend_schema(operation_id="deliberation_read", responses=DeliberationSerializer, tags=["deliberations"])
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """What it asks, who may take part and when, what people agree to, and where to read on."""
        content = DeliberationSerializer(deliberation_content(request, deliberation_in(request, slug))).data
        return unless_unchanged(request, lambda: Response(content), content)


def _readable(request: Request) -> QuerySet[Deliberation]:
    public, account = ~Q(state=Deliberation.State.DRAFT), account_in(request)
    if account is None:
        return Deliberation.objects.filter(public)
    if isinstance(request.auth, ApiToken):
        own = Q(pk=request.auth.deliberation_id)
        return Deliberation.objects.filter(
            public | own if account.role_in(request.auth.deliberation) else public
        )
    if account.is_superuser:
        return Deliberation.objects.all()
    return Deliberation.objects.filter(public | Q(pk__in=account.memberships.values("deliberation")))
