import pytest

from tests.shared_data import shared_data
from training_bridge.evaluation.benchmark_sets.benchmarks import Benchmarks, read_benchmarks


@pytest.fixture(scope="session")
def real_benchmarks() -> Benchmarks:
    """The public sets, where they are beside the project."""
    return read_benchmarks(shared_data("training"))
