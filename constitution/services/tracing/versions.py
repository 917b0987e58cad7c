"""A version with what guards it, what was recorded about it, and where it was used."""

from collections import Counter

from django.urls import reverse

from constitution.exports.canonical import canonical_constitution
from constitution.models import ConstitutionVersion, Principle
from constitution.services.tracing.recorded import Record
from constitution.tracing import Behind, Guarded, TracedVersion, Use, VersionTrace
from constitution.used_elsewhere import uses_of


def trace_version(version: ConstitutionVersion, *, with_proofs: bool = False) -> VersionTrace:
    """Tell a version, its principles with the statements behind each, and where it was used."""
    record = Record(version.deliberation, with_proofs=with_proofs)
    principles = Principle.objects.filter(version=version).with_sources()
    reasons = Counter(entry["reason"] for entry in version.not_selected)
    return VersionTrace(
        id=version_id(version),
        version=traced_version(version, record),
        principles=tuple(
            Behind(
                id=principle_id(version, principle),
                text=principle.text,
                state=principle.state,
                statements=tuple(link.statement.number for link in principle.statement_links.all()),
            )
            for principle in principles
        ),
        contested=tuple(entry["statement"] for entry in version.contested),
        not_selected=dict(reasons),
        hashes=guarded(version),
        used_by=used_by(version),
    )


def traced_version(version: ConstitutionVersion, record: Record) -> TracedVersion:
    """Tell a version and what was recorded about it."""
    return TracedVersion(
        id=version_id(version),
        number=version.number,
        state=version.state,
        parent=version.parent.number if version.parent else None,
        decided_by=version.decided_by,
        drafted_at=version.drafted_at,
        ratified_at=version.ratified_at,
        selection=version.selection,
        analysed_at=version.analysis.created_at,
        acts=record.acts_of(version),
    )


def guarded(version: ConstitutionVersion, label: str = "") -> Guarded:
    """Return the hashes of a version, and of one of its principles, as an export has them."""
    content = canonical_constitution(version)
    principles = [*content["principles"], *content["rejected"]]
    return Guarded(
        principle=next((entry["sha256"] for entry in principles if entry["id"] == label), ""),
        constitution=content["sha256"],
        input=version.analysis.input_hash,
        result=version.analysis.result_hash,
        export=reverse(
            "constitution:download", args=[version.deliberation.slug, version.number, "constitution.json"]
        ),
    )


def used_by(version: ConstitutionVersion) -> tuple[Use, ...]:
    """Return where a version was used, the newest first."""
    return tuple(use for use in uses_of(version.deliberation) if use.version == version.number)


def version_id(version: ConstitutionVersion) -> str:
    """Return what `trace` calls a version."""
    return f"version:{version.deliberation.slug}/v{version.number}"


def principle_id(version: ConstitutionVersion, principle: Principle) -> str:
    """Return what `trace` calls a principle."""
    return f"principle:{version.deliberation.slug}/v{version.number}/{principle.label}"
