from pathlib import Path

import pytest

from tests.training_bridge.training.folders import context_of, train_all
from training_bridge.run_context import RunContext


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, tiny_model_folder: Path) -> RunContext:
    """A run in which every stage that trains has come to its end."""
    context = context_of(tmp_path_factory.mktemp("undisturbed"), tiny_model_folder)
    train_all(context)
    return context
