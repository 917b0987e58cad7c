"""Telling other programs that a version is open for ratification, or ratified."""

from typing import Any

from constitution.models import ConstitutionVersion
from deliberation.models import Webhook
from deliberation.webhooks.facts import deliberation_facts, whole_address
from deliberation.webhooks.services import announce


def announce_opened(version: ConstitutionVersion, *, sha256: str) -> None:
    """Announce that people can vote on a version; call it in the transaction that opens the vote."""
    page = whole_address("constitution:ratify", version.deliberation.slug)
    _announce(Webhook.Kind.RATIFICATION_OPENED, version, {"sha256": sha256, "page": page})


def announce_ratified(version: ConstitutionVersion) -> None:
    """Announce that a version is in force; call it in the transaction that makes it final."""
    slug = version.deliberation.slug
    _announce(
        Webhook.Kind.VERSION_RATIFIED,
        version,
        {
            "sha256": version.content_sha256,
            "decided_by": str(version.decided_by),
            "page": whole_address("constitution:version", slug, version.number),
            "files": whole_address("constitution:files", slug, version.number),
        },
    )


def _announce(kind: str, version: ConstitutionVersion, facts: dict[str, Any]) -> None:
    deliberation = version.deliberation
    api = whole_address("api:version", deliberation.slug, version.number)
    announce(
        deliberation=deliberation,
        kind=kind,
        key=f"version:{version.number}",
        data={
            "deliberation": deliberation_facts(deliberation),
            "version": {"number": version.number, **facts, "api": api},
        },
    )
