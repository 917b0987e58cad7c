"""Versions and principles as programs get them: what `constitution.json` says, with addresses."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from rest_framework.request import Request

from constitution.downloads import ARCHIVE, described_files, media_type_of
from constitution.exports.canonical import canonical_constitution
from constitution.exports.files import CONSTITUTION
from constitution.exports.origin import export_of
from constitution.models import ConstitutionVersion, ConstitutionVersionQuerySet, Principle
from constitution.reading.why import Why
from deliberation.api.contents.addresses import address_of
from deliberation.models import Deliberation

NOT_READ = ("content", "rule_outcomes", "analysis__summary", "analysis__parameters", "parent__content")
NOT_READ_FOR_A_LIST = (
    *NOT_READ, "not_selected", "contested", "topic_coverage", "justified_representation", "preamble",
)  # fmt: skip
OF_A_PRINCIPLE: Mapping[str, Any] = {
    "id": "", "text": "", "language": "", "kind": "", "topic": None, "critique_request": "",
    "revision_request": "", "statement_ids": [], "original_texts": [], "replaces": None,
    "votes": {"agree": None, "disagree": None, "pass": None, "by_group": []},
    "group_aware_consensus": None, "lower_bound": None, "weight": None, "scores": None,
    "radius": {"added": None, "changed": None}, "stability": None, "ratification": None, "edits": [],
    "sha256": "",
}  # fmt: skip
"""What is told of a principle; stands in where an earlier format says nothing."""


def versions_of(deliberation: Deliberation) -> ConstitutionVersionQuerySet:
    """Return the versions of a deliberation for a list, the newest first."""
    shown = ~Q(principles__state=Principle.State.REJECTED)
    rows: ConstitutionVersionQuerySet = (
        ConstitutionVersion.objects.of(deliberation)
        .defer(*NOT_READ_FOR_A_LIST)
        .annotate(principle_count=Count("principles", filter=shown))
    )
    return rows


def version_in_brief(request: Request, version: ConstitutionVersion) -> dict[str, Any]:
    """Return a version of `versions_of` for a list."""
    slug = version.deliberation.slug
    return {
        "number": version.number,
        "state": version.state,
        "language": version.language,
        "parent": version.parent.number if version.parent else None,
        "reason_for_amending": version.reason_for_amending,
        "decided_by": version.decided_by or None,
        "principles": getattr(version, "principle_count", 0),
        "analysis": version.analysis.result_hash,
        "sha256": version.content_sha256 or None,
        "drafted_at": version.drafted_at,
        "ratification_opened_at": version.ratification_opened_at,
        "ratified_at": version.ratified_at,
        "url": address_of(request, "api:version", slug, version.number),
        "page": address_of(request, "constitution:version", slug, version.number),
    }


def version_content(request: Request, version: ConstitutionVersion) -> dict[str, Any]:
    """Return a version with the rules by which it came about."""
    content = canonical_constitution(version)
    place = (version.deliberation.slug, version.number)
    return {
        **version_in_brief(request, version),
        "principles": len(content["principles"]),
        "sha256": content["sha256"],
        "preamble": content.get("preamble", ""),
        "parent_sha256": content.get("parent_sha256"),
        "input_hash": version.analysis.input_hash,
        "selection": content.get("selection") or {},
        "rule": version.rule,
        "ratification": content.get("ratification"),
        "rejected": len(content.get("rejected", [])),
        "contested": [one["statement"] for one in content.get("contested", [])],
        "precedence": content.get("precedence", []),
        "links": {
            "principles": address_of(request, "api:principles", *place),
            "files": address_of(request, "api:version_files", *place),
            "analysis": address_of(request, "api:analysis", place[0], version.analysis.result_hash),
            "constitution_json": address_of(request, "constitution:download", *place, CONSTITUTION),
        },
    }


def principles_of(version: ConstitutionVersion) -> list[dict[str, Any]]:
    """Return all principles of a version in order as `constitution.json` has them, each with its state."""
    content = canonical_constitution(version)
    states = dict(Principle.objects.filter(version=version).values_list("number", "state"))
    told = [*content["principles"], *content.get("rejected", [])]
    by_number = sorted((int(one["id"].removeprefix("p")), one) for one in told)
    return [one | {"state": states[number]} for number, one in by_number if number in states]


def principle_content(
    request: Request, version: ConstitutionVersion, principle: Mapping[str, Any]
) -> dict[str, Any]:
    """Return one of `principles_of` with its addresses."""
    place = (version.deliberation.slug, version.number)
    number = int(principle["id"].removeprefix("p"))
    return {
        **{name: principle.get(name, missing) for name, missing in OF_A_PRINCIPLE.items()},
        "state": principle["state"],
        "version": version.number,
        "url": address_of(request, "api:principle", *place, principle["id"]),
        "page": address_of(request, "constitution:principle", *place, number),
    }


def principle_in_full(request: Request, why: Why, principle: Mapping[str, Any]) -> dict[str, Any]:
    """Return a principle with its lineage, and in words why it is there."""
    slug = why.version.deliberation.slug
    return {
        **principle_content(request, why.version, principle),
        "statements": [
            {
                "number": source.link.statement.number,
                "text": source.link.text,
                "came_from": source.came_from,
                "url": address_of(request, "api:statement", slug, source.link.statement.number),
            }
            for source in why.sources
        ],
        "chosen_by": str(why.chosen_by),
        "other_rules": [str(rule) for rule in why.other_rules],
        "firmness": why.radius,
        "chosen_again": why.stability,
        "conflicts": [
            {"with_principle": conflict.other.label, "prevails": conflict.prevails, "why": conflict.why}
            for conflict in why.conflicts
        ],
        "goes_on_in": [{"version": later.version.number, "id": later.label} for later in why.goes_on],
    }


def files_content(request: Request, version: ConstitutionVersion) -> dict[str, Any]:
    """Return the files of a version as the website gives them out."""
    export = export_of(version)
    place = (version.deliberation.slug, version.number)
    return {
        "version": version.number,
        "state": version.state,
        "sha256": export.content["sha256"],
        "files": [
            {
                "name": file.name,
                "purpose": str(file.purpose),
                "media_type": media_type_of(file.name),
                "bytes": file.size,
                "sha256": file.sha256,
                "url": address_of(request, "constitution:download", *place, file.name),
            }
            for _use, files in described_files(export)
            for file in files
        ],
        "archive": address_of(request, "constitution:download", *place, ARCHIVE),
        "verifier": address_of(request, "constitution:verify_export_program"),
    }
