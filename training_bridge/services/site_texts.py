"""The texts a run of this site works with."""

from __future__ import annotations

from django.conf import settings as site_settings

from deliberation.jobs import WorkRefused
from training_bridge.evaluation.benchmark_sets.benchmarks import read_benchmarks
from training_bridge.evaluation.benchmark_sets.data_files import BenchmarkError
from training_bridge.texts import Texts


def site_texts() -> Texts:
    """Give our own texts, and the public benchmarks of the folder that EVALUATION_DATA names.

    Raises:
        WorkRefused: the folder holds no benchmark, or one of its files is wrong; the message says which.
    """
    if not site_settings.EVALUATION_DATA:
        return Texts.own()
    try:
        return Texts.own(benchmarks=read_benchmarks(site_settings.EVALUATION_DATA))
    except BenchmarkError as error:
        raise WorkRefused(str(error)) from error
