"""Putting a draft to the vote, closing the vote by its rule, and making a version final."""

import uuid
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from constitution.exports.canonical import hashed_content
from constitution.models import ConstitutionVersion, Principle
from constitution.preamble import preamble_for
from constitution.ratification_rule import RatificationRule, RuleInvalid
from constitution.services.announcing import announce_opened, announce_ratified
from constitution.services.counting import CountedAnswers, count_answers, missing_quorum
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
    locked.preamble = preamble_for(locked, is_voted_on=True)
    locked.state, locked.ratification_opened_at = State.RATIFYING, timezone.now()
    locked.save(update_fields=["preamble", "rule", "state", "ratification_opened_at"])
    sha256 = content_hash(hashed_content(locked))
    _record(
        locked,
        Event.Kind.RATIFICATION_OPENED,
        {"version": locked.number, "rule": locked.rule, "sha256": sha256},
        opened_by,
        origin,
    )
    announce_opened(locked, sha256=sha256)
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
    none is adopted, or the whole is asked for and not adopted, the version is rejected. Without a quorum
    nothing happens and the vote stays open, unless `give_up` ends it without a result. All votes are kept
    in every case.

    Raises:
        RatificationRefused: no vote is open on the version, or too few people have answered.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(closed_by, version.deliberation)
    locked = _locked(version)
    if locked.state != State.RATIFYING:
        raise RatificationRefused(_("There is no open vote on this version."))
    rule = RatificationRule.from_dict(locked.rule or {})
    counted = count_answers(locked, rule)
    missing = missing_quorum(counted, rule)
    if missing and not give_up:
        raise RatificationRefused(missing)
    outcome = _outcome_of(counted, rule, has_quorum=not missing)
    for principle, result in counted.principles:
        is_in = outcome == "ratified" and result["reason"] == "adopted"
        principle.state = Principle.State.ADOPTED if is_in else Principle.State.REJECTED
        principle.ratification = result
        principle.save(update_fields=["state", "ratification"])
    locked.ratification = {
        "decided_by": str(DecidedBy.CITIZENS),
        "rule": locked.rule,
        "outcome": outcome,
        "participants": counted.participants,
        "by_group": counted.by_group,
        "whole": counted.whole,
    }
    _record_closing(locked, counted, outcome, closed_by, origin)
    if outcome == "ratified":
        return _made_final(locked, DecidedBy.CITIZENS, closed_by, origin)
    return _rejected(locked, outcome, closed_by, origin)


def _outcome_of(counted: CountedAnswers, rule: RatificationRule, *, has_quorum: bool) -> str:
    """Say in a word how the vote ended."""
    if not has_quorum:
        return "no quorum"
    if not any(result["reason"] == "adopted" for _principle, result in counted.principles):
        return "nothing adopted"
    if rule.whole is not None and counted.whole["reason"] != "adopted":
        return "whole not adopted"
    return "ratified"


def _record_closing(
    version: ConstitutionVersion, counted: CountedAnswers, outcome: str, user: User | None, origin: str
) -> None:
    body = {
        "version": version.number,
        "outcome": outcome,
        "rule": version.rule,
        "participants": counted.participants,
        "by_group": counted.by_group,
        "whole": counted.whole,
        "principles": [{"id": principle.label, **result} for principle, result in counted.principles],
    }
    _record(version, Event.Kind.RATIFICATION_CLOSED, body, user, origin)


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
    locked.preamble = preamble_for(locked, is_voted_on=False)
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
    announce_ratified(version)
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
