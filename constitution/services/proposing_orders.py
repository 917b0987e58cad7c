"""Proposing which of two principles goes first in a draft, where a training run saw them pull apart."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from constitution.models import Concern, ConstitutionVersion, Principle
from constitution.services.amending import start_amendment
from constitution.services.deciding_concerns import ORDERABLE, ConcernRefused, decide_concern
from constitution.services.ownership import check_owner
from deliberation.models import Deliberation, Event, User

SEEN_IN_TRAINING = "training"
"""Stands in `Concern.found_by` where a training run brought it up."""
PULL_APART = gettext_noop(
    "By one of them a judge preferred one answer to a request, by the other another one."
)


@transaction.atomic
def propose_order(
    *,
    prevails: Principle,
    gives_way: Principle,
    why: str,
    proposed_by: User | None,
    seen_in: Mapping[str, Any],
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> Concern:
    """Put one principle before another one in the draft that goes on from them, and return the decision.

    The principles may be of an earlier version: they are followed by descent. Where there is no draft, an
    amendment of the latest version is started for the same reason. Sending the same key again does nothing.

    Args:
        prevails: the principle that is to go first.
        gives_way: the one behind it.
        why: the reason, which is public.
        proposed_by: an owner; None for a command.
        seen_in: what brought it up, kept with the decision: the run, and how often they pulled apart.
        client_key: the key of this act.
        origin: where it comes from.

    Raises:
        WorkRefused: a vote is open, one of them is not in the draft any more, it is decided already, no
            reason is given, or the order would go in a circle.
        PermissionError: the account does not own the deliberation.
    """
    deliberation = prevails.version.deliberation
    check_owner(proposed_by, deliberation)
    if repeated := _decided_before(deliberation, client_key):
        return repeated
    draft = _draft(deliberation, why, proposed_by, origin)
    first, second = goes_on_as(prevails, draft), goes_on_as(gives_way, draft)
    if first is None or second is None or first == second:
        raise ConcernRefused(
            _("Version %(number)d does not hold both of these principles any more: nothing was changed.")
            % {"number": draft.number}
        )
    concern = _concern_of(draft, first, second, seen_in)
    return decide_concern(
        concern=concern,
        decision=Concern.State.ORDERED,
        prevails=first,
        why=why,
        decided_by=proposed_by,
        seen=concern.seen_mark,
        client_key=client_key,
        origin=origin,
    )


def goes_on_as(principle: Principle, version: ConstitutionVersion) -> Principle | None:
    """Return the principle of a version that goes on from this one, or is it; None where none does."""
    return next(
        (
            one
            for one in Principle.objects.filter(version=version).select_related("replaces__replaces")
            if principle in _descent(one)
        ),
        None,
    )


def came_from(principle: Principle, version: ConstitutionVersion) -> Principle | None:
    """Return the principle of an earlier version that this one goes on from, or is; None for a new one."""
    return next((one for one in _descent(principle) if one.version_id == version.pk), None)


def _descent(principle: Principle) -> Iterator[Principle]:
    """Yield a principle, the one it goes on from, and so on back to the first."""
    one: Principle | None = principle
    while one is not None:
        yield one
        one = one.replaces


def _draft(
    deliberation: Deliberation, why: str, proposed_by: User | None, origin: str
) -> ConstitutionVersion:
    latest = ConstitutionVersion.objects.of(deliberation).first()
    if latest is not None and latest.may_be_edited:
        return latest
    if latest is not None and latest.state == ConstitutionVersion.State.RATIFYING:
        raise ConcernRefused(
            _("The participants are voting on version %(number)d: close that vote first.")
            % {"number": latest.number}
        )
    in_force = ConstitutionVersion.objects.of(deliberation).in_force().first()
    if in_force is None:
        raise ConcernRefused(_("There is no version in force that could be amended."))
    return start_amendment(version=in_force, started_by=proposed_by, why=why, origin=origin)


def _concern_of(
    draft: ConstitutionVersion, one: Principle, other: Principle, seen_in: Mapping[str, Any]
) -> Concern:
    """Return the open concern about both, made where the wording gave none."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    about = Concern.objects.filter(version=draft, kind__in=ORDERABLE, principle=first, other=second)
    for concern in about.with_principles():
        if concern.state not in (Concern.State.OPEN, Concern.State.REWORDED):
            raise ConcernRefused(
                _("It has been decided already: “%(decision)s” (%(why)s). It can be taken back there.")
                % {"decision": concern.get_state_display(), "why": concern.why}
            )
        return concern
    return Concern.objects.create(
        version=draft,
        kind=Concern.Kind.CONTRADICTION,
        principle=first,
        other=second,
        found_by=SEEN_IN_TRAINING,
        detail={
            "sign": PULL_APART,
            "words": "",
            "texts": [first.text, second.text],
            "seen_in": dict(seen_in),
        },
    )


def _decided_before(deliberation: Deliberation, client_key: str) -> Concern | None:
    if not client_key:
        return None
    return Concern.objects.filter(
        version__constitution__deliberation=deliberation, event__client_key=client_key
    ).first()
