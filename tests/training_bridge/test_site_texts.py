from pathlib import Path
from typing import Any

import pytest

from deliberation.jobs import WorkRefused
from tests.training_bridge.evaluation.benchmark_sets.written import write_benchmarks
from training_bridge.services.site_texts import site_texts
from training_bridge.texts import Texts


def test_a_site_without_evaluation_data_has_its_own_texts(settings: Any) -> None:
    settings.EVALUATION_DATA = ""
    assert site_texts() == Texts.own()


def test_the_named_folder_is_part_of_what_a_run_works_with(settings: Any, tmp_path: Path) -> None:
    settings.EVALUATION_DATA = str(write_benchmarks(tmp_path / "data"))
    found = site_texts()
    assert len(found.benchmarks.bbq) == 12
    assert found.to_json() != Texts.own().to_json()


def test_a_folder_of_no_use_is_refused_with_its_name(settings: Any, tmp_path: Path) -> None:
    settings.EVALUATION_DATA = str(tmp_path)
    with pytest.raises(WorkRefused, match="holds neither"):
        site_texts()
