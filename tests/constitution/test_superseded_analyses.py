from datetime import timedelta

import pytest
from django.utils import timezone

from constitution.models import Constitution, ConstitutionVersion
from deliberation.models import Analysis
from deliberation.results.services import drop_superseded_refreshes
from tests.constitution.assemblies import analysed_assembly

pytestmark = pytest.mark.django_db


def refresh_of(full: Analysis) -> Analysis:
    """A refresh of a full analysis, made two hours ago."""
    analysis = Analysis.objects.get(pk=full.pk)
    analysis.pk, analysis._state.adding = None, True
    analysis.grouped_by, analysis.created_at = full, timezone.now() - timedelta(hours=2)
    analysis.save()
    return analysis


def test_a_refresh_that_a_version_rests_on_is_kept() -> None:
    full = analysed_assembly()
    kept, dropped, newest = (refresh_of(full) for _ in range(3))
    constitution = Constitution.objects.create(deliberation=full.deliberation)
    ConstitutionVersion.objects.create(constitution=constitution, number=1, analysis=kept)

    assert drop_superseded_refreshes(newest) == 1
    assert set(Analysis.objects.all()) == {full, kept, newest}
    assert not Analysis.objects.filter(pk=dropped.pk).exists()
