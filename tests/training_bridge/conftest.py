from pathlib import Path

import pytest

from tests.training_bridge.tiny_model import save_tiny_model


@pytest.fixture(scope="session")
def tiny_model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llama of about 100,000 weights, on disk; one thread is plenty for it."""
    import torch

    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("tiny-model")
    save_tiny_model(folder)
    return folder
