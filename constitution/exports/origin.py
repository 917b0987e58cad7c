"""An export of a stored version, with what the database knows of where it comes from."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from constitution.exports.canonical import canonical_constitution
from constitution.exports.manifest import Export, Provenance
from constitution.models import ConstitutionVersion
from deliberation.integrity.sealed_log import leaf_of
from deliberation.integrity.sealing import ENTRY_COLUMNS, stored_entry
from deliberation.models import Event, LogSeal

PROJECT = "concord"


def export_of(stored: ConstitutionVersion, key: Ed25519PrivateKey | None = None) -> Export:
    """Return a version as an export, signed with the key if one is given.

    As long as title and address stay, exports of a ratified version are the same bytes every time.
    """
    provenance = Provenance(code=_code(), log=_place_in_the_log(stored))
    return Export(canonical_constitution(stored), provenance, key)


def _code() -> dict[str, str]:
    try:
        return {"name": PROJECT, "version": version(PROJECT)}
    except PackageNotFoundError:
        return {"name": PROJECT, "version": "unknown"}


def _place_in_the_log(stored: ConstitutionVersion) -> Mapping[str, Any] | None:
    """Return by which entry of the sealed log a version was ratified, and the last seal before that.

    The entry's leaf is known as soon as the event is, so that an export says the same before and after the
    seal over it is made.
    """
    if not stored.is_ratified:
        return None
    deliberation = stored.deliberation
    events = Event.objects.filter(
        deliberation=deliberation,
        kind=Event.Kind.CONSTITUTION_RATIFIED,
        payload__body__version=stored.number,
        payload__body__outcome="ratified",
    )
    entry = events.order_by("id").values_list(*ENTRY_COLUMNS).first()
    return {
        "log": deliberation.public_id,
        "ratification_leaf": leaf_of(stored_entry(deliberation, entry)).hex() if entry else None,
        "seal_before": _last_seal_before(stored),
    }


def _last_seal_before(stored: ConstitutionVersion) -> dict[str, Any] | None:
    seals = LogSeal.objects.filter(deliberation=stored.deliberation, sealed_at__lte=stored.ratified_at)
    return seals.order_by("-number").values("number", "size", "root", "public_key", "signature").first()
