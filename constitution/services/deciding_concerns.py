"""What a person decides about a concern: leave it, or say which of two principles goes first."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from constitution.models import Concern, ConstitutionVersion, Principle
from constitution.models.concerns import HALF_A_MARK
from constitution.services.ownership import check_owner
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.jobs import WorkRefused
from deliberation.models import Event, User

State = Concern.State
ORDERABLE = (Concern.Kind.CONTRADICTION, Concern.Kind.NEGATION)
LONGEST_REASON = 500


class ConcernRefused(WorkRefused):
    """The concern cannot be decided like this; the text says why."""


class ConcernConflict(ConcernRefused):
    """Somebody else has decided or changed the wording meanwhile; nothing of either is lost."""


@transaction.atomic
def decide_concern(
    *,
    concern: Concern,
    decision: str,
    why: str,
    decided_by: User | None,
    seen: str,
    prevails: Principle | None = None,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> Concern:
    """Decide that both principles stay ("dismissed"), that one goes first ("ordered"), or nothing ("open").

    A decision can be taken back and taken anew while the version is a draft; the event log keeps them all.

    Args:
        concern: what is decided about.
        decision: "dismissed", "ordered" or "open".
        why: the reason, which is public; may be empty only where a decision is taken back.
        decided_by: an owner; None for a command.
        seen: the concern's `seen_mark` as the person saw it.
        prevails: of two contradicting principles the one that goes first, for "ordered".
        client_key: the key of this act; sending it again does nothing.
        origin: where it comes from.

    Raises:
        ConcernRefused: the version is no draft any more, there is no reason, or the order goes in a circle.
        ConcernConflict: it is decided, changed or gone since the person looked.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(decided_by, concern.version.deliberation)
    version = ConstitutionVersion.objects.select_for_update().get(pk=concern.version_id)
    current = _current(version, concern, seen)
    reason = clean_text(why)[:LONGEST_REASON]
    if decision not in (State.DISMISSED, State.ORDERED, State.OPEN) or current.state == State.MERGED:
        raise ConcernRefused(_("This cannot be decided here."))
    if not reason and decision != State.OPEN:
        raise ConcernRefused(_("Please say why: everybody can read it."))
    if decision == State.ORDERED:
        _check_order(version, current, prevails)
    current.state, current.why = decision, reason
    current.prevails = prevails if decision == State.ORDERED else None
    is_open = decision == State.OPEN
    current.event = record_decision(current, decision, decided_by, client_key, origin)
    current.decided_by, current.decided_at = (None, None) if is_open else (decided_by, timezone.now())
    current.save()
    return current


def record_decision(
    concern: Concern,
    decision: str,
    decided_by: User | None,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> Event:
    """Record a decision about a concern with everything it was taken on. Call it inside a transaction."""
    principles = [concern.principle] + ([concern.other] if concern.other else [])
    event, _is_new = record_event(
        concern.version.deliberation,
        EventDraft(
            kind=Event.Kind.CONSTITUTION_CONCERN_DECIDED,
            body={
                "version": concern.version.number,
                "concern": concern.kind,
                "found_by": concern.found_by,
                "principles": [{"id": one.label, "text": one.text} for one in principles],
                "decision": str(decision),
                "prevails": concern.prevails.label if concern.prevails else None,
                "why": concern.why,
            },
            user=decided_by,
            client_key=client_key or uuid.uuid4().hex,
            origin=origin,
        ),
    )
    return event


def _current(version: ConstitutionVersion, concern: Concern, seen: str) -> Concern:
    if not version.may_be_edited:
        raise ConcernRefused(_("This version is no draft any more; what was decided about it stays."))
    current = Concern.objects.with_principles().filter(pk=concern.pk).first()
    if current is None:
        raise ConcernConflict(
            _("This is settled: somebody else has changed the draft meanwhile. Nothing else was changed.")
        )
    if current.seen_mark == seen:
        return current
    is_decided_anew = current.seen_mark[:HALF_A_MARK] != seen[:HALF_A_MARK] and current.decided_at
    if is_decided_anew:
        raise ConcernConflict(
            _("Somebody else has decided meanwhile: “%(decision)s” (%(why)s). You have changed nothing.")
            % {"decision": current.get_state_display(), "why": current.why}
        )
    raise ConcernConflict(
        _("The draft has changed while you were looking. Please look again; you have changed nothing.")
    )


def _check_order(version: ConstitutionVersion, concern: Concern, prevails: Principle | None) -> None:
    """Refuse an order of what needs none, of a third principle, and one that would go in a circle."""
    if concern.kind not in ORDERABLE or concern.other is None:
        raise ConcernRefused(_("Only principles that contradict each other are put in an order."))
    if prevails is None or prevails.pk not in (concern.principle_id, concern.other_id):
        raise ConcernRefused(_("Please choose which of the two principles goes first."))
    behind = concern.other_id if prevails.pk == concern.principle_id else concern.principle_id
    goes_before: dict[int, set[int]] = {}
    for order in Concern.objects.orders_of(version).exclude(pk=concern.pk):
        goes_before.setdefault(order.prevails_id, set()).add(order.gives_way.pk)
    reached, waiting = set(), [behind]
    while waiting:
        place = waiting.pop()
        reached.add(place)
        waiting += goes_before.get(place, set()) - reached
    if prevails.pk in reached:
        raise ConcernRefused(
            _("That would go in a circle: by the orders decided so far, the other one already goes first.")
        )
