"""A version held against another constitution: asked for, worked out as a job, confirmed by a person."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from constitution.comparing import Comparison as Found
from constitution.comparing import compare, encode
from constitution.models import Comparison, ComparisonMatch, ConstitutionVersion, Principle
from constitution.services.ownership import check_owner
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import Event, Job, User
from deliberation.semantics.encoders import ENGLISH

TASK = "constitution.tasks.compare_with_source"
Kind, State = ComparisonMatch.Kind, ComparisonMatch.State


class ComparisonRefused(WorkRefused):
    """The comparison cannot be made or decided like this; the text says why."""


@transaction.atomic
def start_comparison(
    *,
    version: ConstitutionVersion,
    name: str,
    principles: Sequence[str],
    compared_by: User | None,
    source: str = "",
    library_key: str = "",
) -> Comparison:
    """Write down another constitution beside a version and ask for the work; the pages show its progress.

    A source of the library stands beside a version once: asking again does the work anew and keeps what a
    person decided.

    Raises:
        ComparisonRefused: one of the two has no principles.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(compared_by, version.deliberation)
    if not principles:
        raise ComparisonRefused(_("The other constitution has no principles to compare with."))
    if not principles_of(version).exists():
        raise ComparisonRefused(_("This version has no principles to compare."))
    fields = {
        "name": name[:200],
        "source": source[:500],
        "principles": list(principles),
        "compared_by": compared_by,
    }
    if library_key:
        comparison, is_new = Comparison.objects.get_or_create(
            version=version, library_key=library_key, defaults=fields
        )
        if not is_new and comparison.principles != fields["principles"]:
            # Places among other principles mean something else: nothing decided about them still holds.
            comparison.matches.all().delete()
            Comparison.objects.filter(pk=comparison.pk).update(**fields)
    else:
        comparison = Comparison.objects.create(version=version, **fields)
    request_comparison(comparison)
    return comparison


def request_comparison(comparison: Comparison) -> Job:
    """Ask for the matches of a comparison to be found anew."""
    return request_follow_up(
        task=TASK,
        arguments={"comparison": comparison.pk},
        subject=str(comparison.pk),
        deliberation=comparison.version.deliberation,
    )


def jobs_of(comparison: Comparison) -> QuerySet[Job]:
    """Return the jobs that found, or will find, the matches of a comparison; the newest first."""
    return Job.objects.filter(task=TASK, key__startswith=f"{TASK}:{comparison.pk}:").order_by("-id")


def principles_of(version: ConstitutionVersion) -> QuerySet[Principle]:
    """Return the principles of a version that are compared: those that were not rejected, in order."""
    return version.principles.exclude(state=Principle.State.REJECTED).order_by("number")


def find_matches(
    *, comparison: Comparison, report: Report = lambda step, fraction: None
) -> dict[str, int | float]:
    """Work out the matches of a comparison; run again it gives the same and keeps what a person decided."""
    ours = list(principles_of(comparison.version))
    texts = [principle.text for principle in ours]
    report("encoding", 0.1)
    vectors = encode(texts, comparison.principles, with_english=settings.SENTENCE_ENCODER == ENGLISH)
    report("matching", 0.6)
    found = compare(texts, comparison.principles, vectors)
    report("writing", 0.9)
    _write(comparison, ours, found)
    return {
        "matched": len(found.matched),
        "partial": len(found.partial),
        "opposed": len(found.contradicting),
        "overlap": found.overlap,
    }


@transaction.atomic
def _write(comparison: Comparison, ours: Sequence[Principle], found: Found) -> None:
    locked = Comparison.objects.select_for_update().get(pk=comparison.pk)
    decided = {(match.principle_id, match.position) for match in locked.matches.exclude(state=State.PROPOSED)}
    locked.matches.filter(state=State.PROPOSED).delete()
    kinds = (
        (Kind.MATCHED, found.matched),
        (Kind.PARTIAL, found.partial),
        (Kind.OPPOSED, found.contradicting),
    )
    ComparisonMatch.objects.bulk_create(
        ComparisonMatch(
            comparison=locked,
            principle=ours[pair.ours],
            position=pair.theirs,
            kind=kind,
            confidence=pair.confidence,
            why=list(pair.why),
        )
        for kind, pairs in kinds
        for pair in pairs
        if (ours[pair.ours].pk, pair.theirs) not in decided
    )
    locked.encoders = list(found.encoders)
    locked.compared_at = timezone.now()
    locked.save(update_fields=["encoders", "compared_at"])


@transaction.atomic
def decide_matches(
    *,
    comparison: Comparison,
    decisions: Mapping[int, str],
    is_public: bool,
    decided_by: User | None,
    origin: str = Event.Origin.WEB,
) -> int:
    """Keep what a person says of proposed matches, and whether everybody may see it; return how many changed.

    Args:
        comparison: what is decided about.
        decisions: primary key of a match to "confirmed", "refused" or "proposed"; keys of other comparisons
            are left out, because the page may be older than the matches.
        is_public: whether the comparison stands on the public pages.
        decided_by: an owner; None for a command.
        origin: where it comes from.

    Raises:
        PermissionError: the account does not own the deliberation.
    """
    check_owner(decided_by, comparison.version.deliberation)
    locked = Comparison.objects.select_for_update().get(pk=comparison.pk)
    changed = [
        match
        for match in locked.matches.select_related("principle").filter(pk__in=decisions)
        if decisions[match.pk] in State.values and match.state != decisions[match.pk]
    ]
    now = timezone.now()
    for match in changed:
        match.state = decisions[match.pk]
        is_open = match.state == State.PROPOSED
        match.decided_by, match.decided_at = (None, None) if is_open else (decided_by, now)
    ComparisonMatch.objects.bulk_update(changed, ["state", "decided_by", "decided_at"])
    if not changed and locked.is_public == is_public:
        return 0
    locked.is_public = is_public
    locked.save(update_fields=["is_public"])
    _record(locked, changed, decided_by, origin)
    return len(changed)


def _record(
    comparison: Comparison, changed: Sequence[ComparisonMatch], decided_by: User | None, origin: str
) -> None:
    record_event(
        comparison.version.deliberation,
        EventDraft(
            kind=Event.Kind.CONSTITUTION_COMPARED,
            body={
                "version": comparison.version.number,
                "with": comparison.name,
                "source": comparison.source,
                "library_key": comparison.library_key,
                "encoders": comparison.encoders,
                "is_public": comparison.is_public,
                "decided": [
                    {
                        "principle": match.principle.label,
                        "text": match.principle.text,
                        "theirs": comparison.principles[match.position],
                        "position": match.position,
                        "kind": str(match.kind),
                        "confidence": match.confidence,
                        "state": str(match.state),
                    }
                    for match in changed
                ],
            },
            user=decided_by,
            origin=origin,
        ),
    )
