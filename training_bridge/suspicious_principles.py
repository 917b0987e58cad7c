"""Principles that read like orders to software, for whoever is about to train on them."""

from dataclasses import dataclass

from constitution.models import ConstitutionVersion, Principle
from deliberation.moderation.flags import why
from deliberation.text_checks.prompt_injection import injection_flags


@dataclass(frozen=True)
class SuspiciousPrinciple:
    """A principle and why it caught the eye."""

    principle: Principle
    reasons: tuple[str, ...]


def suspicious_principles(version: ConstitutionVersion) -> list[SuspiciousPrinciple]:
    """Return the principles that a run would use and whose text may be meant for the model that reads it.

    A warning, no lock: no text changes the turns of a prompt, and people have ratified these words. But a
    model may still do what a principle says.
    """
    found = []
    for principle in version.principles.exclude(state=Principle.State.REJECTED).order_by("number"):
        flags = injection_flags(principle.text)
        if flags:
            found.append(SuspiciousPrinciple(principle, tuple(map(why, flags))))
    return found
