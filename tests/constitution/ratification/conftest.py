"""A version of two principles that six people of group A and four of group B vote on.

Imported before Django is set up, so everything of ours is imported inside.
"""

from typing import Any

import pytest


@pytest.fixture
def analysis(db: None) -> Any:
    """Six people in group A, four in group B, and two statements that both agree with."""
    from tests.constitution.assemblies import analysed_assembly

    return analysed_assembly()


@pytest.fixture
def draft(analysis: Any) -> Any:
    """A draft of two principles."""
    from constitution.services import draft_version

    return draft_version(deliberation=analysis.deliberation)


@pytest.fixture
def open_version(draft: Any) -> Any:
    """The draft, open for ratification."""
    from constitution.services import open_ratification
    from tests.constitution.ratification.answers import RULE

    return open_ratification(version=draft, rule=RULE)


@pytest.fixture
def first(open_version: Any) -> Any:
    """The first principle."""
    return open_version.principles.get(number=1)


@pytest.fixture
def person(analysis: Any) -> Any:
    """Somebody of group A."""
    from tests.constitution.assemblies import people_of_group

    return people_of_group(analysis, 0)[0]
