"""A ratified version, the people around it, and a scripted run; models are imported once Django is up."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the artifacts of each test apart."""
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture
def version(db: None) -> Any:
    """A ratified version with two principles."""
    from constitution.services import draft_version, ratify_version
    from tests.constitution.assemblies import analysed_assembly

    return ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation))


@pytest.fixture
def owner_here(version: Any) -> Any:
    """The account that runs the deliberation."""
    return member(version.deliberation, "owner", "Ada")


@pytest.fixture
def moderator_here(version: Any) -> Any:
    """An account that moderates in the deliberation."""
    return member(version.deliberation, "moderator", "Grace")


@pytest.fixture
def observer_here(version: Any) -> Any:
    """An account that may read the panel and decide nothing."""
    return member(version.deliberation, "observer", "Oscar")


@pytest.fixture
def run(version: Any, owner_here: Any) -> Any:
    """A run that an owner started, without a model, and that waits for a worker."""
    from tests.training_bridge.panel.rehearsals import SETTINGS
    from training_bridge.services import start_training_run

    return start_training_run(version=version, settings=SETTINGS, started_by=owner_here)


def member(deliberation: Any, role: str, name: str) -> Any:
    """Give an account with a role and a name."""
    from tests.factories import MembershipFactory

    user = MembershipFactory(deliberation=deliberation, role=role).user
    user.name = name
    user.save(update_fields=["name"])
    return user
