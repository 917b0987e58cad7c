"""The ratified constitution as the training bridge reads it: a checked view of `constitution.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberation.integrity.evidence import content_hash

FORMATS = ("concord-constitution/1", "concord-constitution/2")
NOT_HASHED = frozenset({"about", "sha256"})


class ConstitutionError(ValueError):
    """The constitution cannot drive a training run; the message says why."""


@dataclass(frozen=True)
class Principle:
    """One principle and the two requests that bring it into a critique-revision transcript.

    The group-aware consensus and its lower bound are None where the file withholds them to protect voters.
    """

    id: str
    text: str
    critique_request: str
    revision_request: str
    statement_ids: tuple[int | str, ...]
    sha256: str
    group_aware_consensus: float | None = None
    lower_bound: float | None = None


@dataclass(frozen=True)
class Constitution:
    """A ratified version: its content hash, its principles in their order, and their language."""

    sha256: str
    version: int
    principles: tuple[Principle, ...]
    language: str = "en"


def read_constitution(content: Mapping[str, Any]) -> Constitution:
    """Check a canonical constitution and return what training needs of it.

    Raises:
        ConstitutionError: another format, a hash that does not fit the content, no principles, or a
            principle without its requests.
    """
    if content.get("format") not in FORMATS:
        raise ConstitutionError(f"the constitution is of none of the formats {', '.join(FORMATS)}")
    computed = content_hash({key: value for key, value in content.items() if key not in NOT_HASHED})
    if content.get("sha256") != computed:
        raise ConstitutionError("the constitution's hash does not fit its content: it was changed")
    principles = tuple(_principle(row) for row in content.get("principles", []))
    if not principles:
        raise ConstitutionError("the constitution holds no principles")
    return Constitution(computed, int(content["version"]), principles, str(content.get("language") or "en"))


def _principle(row: Mapping[str, Any]) -> Principle:
    for field in ("id", "text", "critique_request", "revision_request", "sha256"):
        if not isinstance(row.get(field), str) or not row[field].strip():
            raise ConstitutionError(f"principle {row.get('id', '?')} has no {field}")
    return Principle(
        id=row["id"],
        text=row["text"],
        critique_request=row["critique_request"],
        revision_request=row["revision_request"],
        statement_ids=tuple(row.get("statement_ids", ())),
        sha256=row["sha256"],
        group_aware_consensus=_number(row, "group_aware_consensus"),
        lower_bound=_number(row, "lower_bound"),
    )


def _number(row: Mapping[str, Any], field: str) -> float | None:
    value = row.get(field)
    return float(value) if isinstance(value, int | float) else None
