"""Reading training runs, as they may be seen on the website."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.access import deliberation_in
from deliberation.api.base_view import ApiView
from deliberation.api.conditional import unless_unchanged
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from training_bridge.api.contents import run_content, run_in_brief
from training_bridge.api.serializers import RunInBriefSerializer, RunSerializer
from training_bridge.models import TrainingRun

NOT_READ = ("version__content", "version__rule_outcomes", "version__not_selected", "version__contested")
"""Large columns that no list needs."""


class RunsView(ApiView):
    """The training runs on a constitution."""

    @extend_schema(
        operation_id="training_runs_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(RunInBriefSerializer, "TrainingRunPage"),
        tags=["training"],
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Every training run on any version of the constitution, the newest first."""

        def write(rows: list[TrainingRun]) -> list[Any]:
            return RunInBriefSerializer([run_in_brief(request, run) for run in rows], many=True).data

        runs = TrainingRun.objects.of(deliberation_in(request, slug)).defer(*NOT_READ)
        page = page_of(request, runs, write, order="-pk")
        return unless_unchanged(request, lambda: page, page.data)


class RunView(ApiView):
    """One training run."""

    @extend_schema(operation_id="training_run_read", responses=RunSerializer, tags=["training"])
    def get(self, request: Request, slug: str, public_id: str) -> HttpResponseBase:
        """One run: how far it is, what changed in the model, and every file with its SHA-256."""
        runs = TrainingRun.objects.of(deliberation_in(request, slug))
        content = RunSerializer(run_content(request, get_object_or_404(runs, public_id=public_id))).data
        return unless_unchanged(request, lambda: Response(content), content)
