"""Two runs beside each other."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.comparing_runs import RunComparison, compare_runs
from training_bridge.models import TrainingRun
from training_bridge.record_files import DamagedFileError
from training_bridge.views.finding import listed_deliberation


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what two measured runs differ in; unless two are chosen, the two latest."""
    deliberation = listed_deliberation(slug)
    runs = [run for run in TrainingRun.objects.of(deliberation).measured() if _manifest(run)]
    by_id = {run.public_id: run for run in runs}
    latest = [*runs[:2], None, None]
    first = by_id.get(request.GET.get("first", ""), latest[1])
    second = by_id.get(request.GET.get("second", ""), latest[0])
    found = _compared(first, second) if first and second and first != second else None
    context = {
        "deliberation": deliberation,
        "runs": runs,
        "choices": [("first", _("First run"), first), ("second", _("Second run"), second)],
        "comparison": found,
        "more_than_chance": sum(each.is_more_than_chance for each in found.figures) if found else 0,
    }
    return render(request, "training_bridge/compare.html", context)


def _compared(first: TrainingRun, second: TrainingRun) -> RunComparison | None:
    try:
        return _of_folders(first.artifact_folder, _manifest(first), second.artifact_folder, _manifest(second))
    except DamagedFileError:
        return None


@lru_cache(maxsize=32)
def _of_folders(first: Path, _first_is: str, second: Path, _second_is: str) -> RunComparison:
    """Compare two folders; as long as their manifests stay the same, once in each process."""
    return compare_runs(first, second)


def _manifest(run: TrainingRun) -> str:
    """Return the fingerprint of a run's manifest; empty where its files are not here."""
    path = ArtifactFolder(run.artifact_folder).manifest
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
