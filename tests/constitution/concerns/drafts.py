"""Drafts with something to look at, for the tests of the concerns."""

from collections.abc import Sequence

from constitution.models import Concern, ConstitutionVersion, Principle
from constitution.services import draft_version
from constitution.services.concerns import find_concerns
from deliberation.models import Deliberation
from tests.constitution.assemblies import AGREED, MOSTLY_AGREED, analysed_assembly

LIKES = (
    "The AI should explain difficult things in plain words.",
    "AI should explain complicated things in simple words.",
)
OPPOSITES = ("The AI should give medical advice.", "The AI should not give medical advice.")
TEXTS = (*LIKES, *OPPOSITES, "The AI should be friendly when appropriate.")


def draft_of(deliberation: Deliberation, texts: Sequence[str] = TEXTS) -> ConstitutionVersion:
    """Draft a version of these statements, the first of them agreed on more surely than the others."""
    votes = [AGREED, *[MOSTLY_AGREED] * (len(texts) - 1)]
    analysed_assembly(list(zip(texts, votes, strict=True)), deliberation=deliberation)
    return draft_version(deliberation=deliberation)


def checked_draft(deliberation: Deliberation, texts: Sequence[str] = TEXTS) -> ConstitutionVersion:
    """The same, looked at."""
    version = draft_of(deliberation, texts)
    find_concerns(version=version)
    return version


def behind(version: ConstitutionVersion, statement: str) -> Principle:
    """The principle behind which a statement stands."""
    return version.principles.get(statement_links__text=statement)


def the_concern(version: ConstitutionVersion, kind: str) -> Concern:
    """The one concern of a kind."""
    return Concern.objects.with_principles().get(version=version, kind=kind)
