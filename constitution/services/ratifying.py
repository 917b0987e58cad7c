"""Putting a draft to the vote, closing the vote by its rule, and making a version final."""

import uuid
from collections import Counter
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from constitution.exports.canonical import hashed_content
from constitution.models import ConstitutionVersion, Principle, RatificationVote
from constitution.ratification_rule import Count, RatificationRule, RuleInvalid, decide
from constitution.services.drafting import letter
from constitution.services.ownership import check_owner
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.evidence import content_hash
from deliberation.jobs import WorkRefused
from deliberation.models import Event, User
from deliberation.people.notices import notify_ratification_open

State = ConstitutionVersion.State
DecidedBy = ConstitutionVersion.DecidedBy


class RatificationRefused(WorkRefused):
    """The version cannot be put to the vote, closed or ratified now; the text says why."""


@transaction.atomic
def open_ratification(
    *,
    version: ConstitutionVersion,
    rule: RatificationRule | dict[str, Any] | None = None,
    opened_by: User | None = None,
    origin: str = Event.Origin.WEB,
) -> ConstitutionVersion:
    """Put a draft to the participants' vote; from now on neither its wording nor the rule changes.

    Raises:
        RatificationRefused: it is no draft, has no principles, or the rule makes no sense.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(opened_by, version.deliberation)
    locked = _locked(version)
    if locked.state != State.DRAFT:
        raise RatificationRefused(_("Only a draft can be put to the vote."))
    if not locked.principles.exists():
        raise RatificationRefused(_("This draft has no principles to vote on."))
    locked.rule = _checked_rule(rule).as_dict()
    locked.state, locked.ratification_opened_at = State.RATIFYING, timezone.now()
    locked.save(update_fields=["rule", "state", "ratification_opened_at"])
    _record(
        locked,
        Event.Kind.RATIFICATION_OPENED,
        {"version": locked.number, "rule": locked.rule, "sha256": content_hash(hashed_content(locked))},
        opened_by,
        origin,
    )
    notify_ratification_open(
        deliberation=locked.deliberation,
        version_number=locked.number,
        page=reverse("constitution:ratify", args=[locked.deliberation.slug]),
    )
    return locked


@transaction.atomic
def close_ratification(
    *,
    version: ConstitutionVersion,
    closed_by: User | None = None,
    give_up: bool = False,
    origin: str = Event.Origin.WEB,
) -> ConstitutionVersion:
    """Count the votes and apply the rule, by the opinion groups of the version's analysis.

    With a quorum the adopted principles become the ratified version, by decision of the citizens; where
    none is adopted the version is rejected. Without a quorum nothing happens and the vote stays open,
    unless `give_up` ends it without a result. All votes are kept in every case.

    Raises:
        RatificationRefused: no vote is open on the version, or too few people have answered.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(closed_by, version.deliberation)
    locked = _locked(version)
    if locked.state != State.RATIFYING:
        raise RatificationRefused(_("There is no open vote on this version."))
    rule = RatificationRule.from_dict(locked.rule)
    groups = locked.analysis.places().group_by_number()
    counted = _counted(locked, rule, groups)
    locked.ratification = {
        "decided_by": str(DecidedBy.CITIZENS),
        "rule": locked.rule,
        "participants": counted["participants"],
        "by_group": counted["by_group"],
    }
    missing = _missing_quorum(counted, rule)
    if missing and not give_up:
        raise RatificationRefused(missing)
    for principle, outcome in counted["outcomes"]:
        adopted = outcome["reason"] == "adopted" and not missing
        principle.state = Principle.State.ADOPTED if adopted else Principle.State.REJECTED
        principle.ratification = outcome
        principle.save(update_fields=["state", "ratification"])
    if any(principle.state == Principle.State.ADOPTED for principle, _outcome in counted["outcomes"]):
        return _made_final(locked, DecidedBy.CITIZENS, closed_by, origin)
    return _rejected(locked, "no quorum" if missing else "nothing adopted", closed_by, origin)


@transaction.atomic
def ratify_version(
    *,
    version: ConstitutionVersion,
    ratified_by: User | None = None,
    origin: str = Event.Origin.WEB,
) -> ConstitutionVersion:
    """Ratify a draft without a citizens' vote; it is recorded and shown as the organiser's decision.

    Raises:
        RatificationRefused: a citizens' vote is open on it, it is no draft, or it has no principles.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(ratified_by, version.deliberation)
    locked = _locked(version)
    if locked.state == State.RATIFYING:
        raise RatificationRefused(_("The participants are voting on this version: close their vote."))
    if locked.state != State.DRAFT:
        raise RatificationRefused(_("Only a draft can be ratified."))
    principles = list(locked.principles.all())
    if not principles:
        raise RatificationRefused(_("This draft has no principles to ratify."))
    for principle in principles:
        principle.state = Principle.State.ADOPTED
        principle.save(update_fields=["state"])
    locked.ratification = {"decided_by": str(DecidedBy.ORGANISER), "rule": None, "participants": 0}
    return _made_final(locked, DecidedBy.ORGANISER, ratified_by, origin)


def _checked_rule(rule: RatificationRule | dict[str, Any] | None) -> RatificationRule:
    if isinstance(rule, RatificationRule):
        return rule
    try:
        return RatificationRule.from_dict(rule or {})
    except RuleInvalid as error:
        raise RatificationRefused(str(error)) from error


def _locked(version: ConstitutionVersion) -> ConstitutionVersion:
    return (
        ConstitutionVersion.objects.select_for_update(of=("self",))
        .select_related("constitution__deliberation", "analysis")
        .get(pk=version.pk)
    )


def _counted(
    version: ConstitutionVersion, rule: RatificationRule, group_of: dict[int, int]
) -> dict[str, Any]:
    """Return who took part, by group, and the outcome of each principle."""
    letters = [letter(group) for group in range(version.analysis.groups.count())]
    counts: dict[int, dict[int | None, Counter[int]]] = {}
    voters: set[int] = set()
    rows = RatificationVote.objects.filter(principle__version=version).values_list(
        "principle_id", "participant__number", "value"
    )
    for principle_id, participant, value in rows:
        voters.add(participant)
        group = group_of.get(participant)
        counts.setdefault(principle_id, {}).setdefault(group, Counter())[value] += 1
    people = Counter(group_of.get(participant) for participant in voters)
    return {
        "participants": len(voters),
        "by_group": [{"group": name, "participants": people[group]} for group, name in enumerate(letters)],
        "outcomes": [
            (principle, _outcome(counts.get(principle.pk, {}), letters, rule))
            for principle in version.principles.order_by("number")
        ],
    }


def _outcome(
    votes: dict[int | None, Counter[int]], letters: list[str], rule: RatificationRule
) -> dict[str, Any]:
    everybody = _count(sum(votes.values(), Counter()))
    by_group = tuple(_count(votes.get(group, Counter())) for group in range(len(letters)))
    decision = decide(everybody, by_group, rule)
    return {
        **_as_json(everybody),
        "by_group": [
            {"group": name, **_as_json(count)} for name, count in zip(letters, by_group, strict=True)
        ],
        "reason": decision.reason,
        "lacking": [letters[group] for group in decision.groups],
    }


def _count(values: Counter[int]) -> Count:
    return Count(adopt=values[1], reject=values[-1], passed=values[0])


def _as_json(count: Count) -> dict[str, int]:
    return {"adopt": count.adopt, "reject": count.reject, "pass": count.passed}


def _missing_quorum(counted: dict[str, Any], rule: RatificationRule) -> str:
    """Say who is missing for the vote as a whole to count, or "" when nobody is."""
    absent = [group["group"] for group in counted["by_group"] if group["participants"] < rule.group_quorum]
    if counted["participants"] >= rule.quorum and not absent:
        return ""
    if counted["participants"] < rule.quorum:
        return _(
            "There is no quorum: %(voted)d of the %(needed)d people needed have voted. "
            "Nothing was decided, every vote is kept, and the vote stays open."
        ) % {"voted": counted["participants"], "needed": rule.quorum}
    return _(
        "There is no quorum: too few people of group %(groups)s have voted. "
        "Nothing was decided, every vote is kept, and the vote stays open."
    ) % {"groups": ", ".join(absent)}


def _made_final(
    version: ConstitutionVersion, decided_by: DecidedBy, user: User | None, origin: str
) -> ConstitutionVersion:
    """Store the version as ratified, in force instead of the one before."""
    for former in ConstitutionVersion.objects.of(version.deliberation).in_force():
        former.state = State.SUPERSEDED
        former.save(update_fields=["state"])
    version.content = hashed_content(version)
    version.content_sha256 = content_hash(version.content)
    version.decided_by, version.state, version.ratified_at = decided_by, State.RATIFIED, timezone.now()
    version.save()
    _record(
        version,
        Event.Kind.CONSTITUTION_RATIFIED,
        {
            "version": version.number,
            "outcome": "ratified",
            "decided_by": str(decided_by),
            "sha256": version.content_sha256,
            "adopted": [principle["id"] for principle in version.content["principles"]],
            "rejected": [principle["id"] for principle in version.content["rejected"]],
        },
        user,
        origin,
    )
    return version


def _rejected(
    version: ConstitutionVersion, outcome: str, user: User | None, origin: str
) -> ConstitutionVersion:
    version.state = State.REJECTED
    version.save(update_fields=["state", "ratification"])
    _record(
        version,
        Event.Kind.CONSTITUTION_RATIFIED,
        {"version": version.number, "outcome": outcome, "decided_by": str(DecidedBy.CITIZENS)},
        user,
        origin,
    )
    return version


def _record(
    version: ConstitutionVersion, kind: str, body: dict[str, Any], user: User | None, origin: str
) -> None:
    record_event(
        version.deliberation,
        EventDraft(kind=kind, body=body, user=user, client_key=uuid.uuid4().hex, origin=origin),
    )
