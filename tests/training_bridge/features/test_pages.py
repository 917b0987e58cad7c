"""The pages on features: what was found in a sentence, the marked passages, the answers side by side."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.training_bridge.features.written import report, write_features
from tests.training_bridge.panel.conftest import owner_here, run, version
from tests.training_bridge.panel.summaries import measured_summary
from training_bridge.models import TrainingRun

__all__ = ["owner_here", "run", "version"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data_folder")]


@pytest.fixture
def own_data_folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the artifacts of each test apart."""
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "data"


def shown(name: str, run: TrainingRun, *more: int, status: int = 200) -> str:
    address = reverse(f"training_bridge:{name}", args=[run.deliberation.slug, run.public_id, *more])
    response = Client().get(address)
    assert response.status_code == status
    return response.content.decode()


def with_features(run: TrainingRun, found: dict[str, Any], **written: Any) -> None:
    run.summary = {**measured_summary(), "stages": {"features": found}}
    run.save(update_fields=["summary"])
    write_features(run.artifact_folder, **written)


def test_what_changed_is_said_with_its_figures_and_a_table_twin(run: TrainingRun) -> None:
    with_features(run, report())
    page = shown("features", run)
    assert "2 features changed clearly by training" in page
    assert "Against the same training without the constitution, 0 features differ" in page
    assert "The same figures as a table" in page
    assert "312 of 1,024" in page
    assert "<mark>people who are not here</mark>" in page


def test_a_null_result_is_said_as_plainly(run: TrainingRun) -> None:
    with_features(run, report(changed=0))
    assert "No feature changed clearly by training" in shown("features", run)


def test_a_feature_has_its_passages_neighbours_and_changed_answers(run: TrainingRun) -> None:
    with_features(run, report())
    page = shown("feature", run, 7)
    assert "<mark>people who are not here</mark>" in page
    assert reverse("training_bridge:feature", args=[run.deliberation.slug, run.public_id, 9]) in page
    assert "The feature is turned off." in page
    assert "The same answer." in page
    assert "people people people" in page
    assert "could be chance" in page


def test_texts_are_shown_as_plain_text(run: TrainingRun) -> None:
    with_features(run, report(), text="<script>alert(1)</script>")
    assert "<script>alert(1)" not in shown("features", run) + shown("feature", run, 7)


def test_a_run_without_features_says_what_would_be_here(run: TrainingRun) -> None:
    assert "Features were not looked at in this run." in shown("features", run)
    assert "Features were not looked at in this run." in shown("feature", run, 7)


def test_a_feature_that_is_not_described_has_no_page(run: TrainingRun) -> None:
    with_features(run, report())
    shown("feature", run, 8, status=404)


def test_an_early_end_is_told(run: TrainingRun) -> None:
    run.summary = {**measured_summary(), "stages": {"features": {"ended": "There is no layer 99"}}}
    run.save(update_fields=["summary"])
    assert "There is no layer 99" in shown("features", run)
