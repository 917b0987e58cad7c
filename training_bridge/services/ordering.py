"""From principles that pulled apart in a run to an order in the next draft."""

from django.utils.translation import gettext as _

from constitution.models import Concern, Principle
from constitution.services import propose_order
from deliberation.jobs import WorkRefused
from deliberation.models import User
from training_bridge.models import TrainingRun


def propose_order_of(
    *,
    run: TrainingRun,
    prevails: str,
    gives_way: str,
    why: str,
    proposed_by: User | None,
    client_key: str = "",
) -> Concern:
    """Propose that one of two principles that pulled apart in a run goes first.

    Args:
        run: in which they were held against each other.
        prevails: the name in the run's version, such as "p03", of the one that is to go first.
        gives_way: the name of the other one.
        why: the reason, which is public.
        proposed_by: an owner; None for a command.
        client_key: the key of this act; sending it again does nothing.

    Raises:
        WorkRefused: they were not held against each other in this run, or `propose_order` refuses.
        PermissionError: the account does not own the deliberation.
    """
    figures = ((run.summary or {}).get("stages") or {}).get("conflicts") or {}
    pair = next(
        (
            each
            for each in figures.get("pairs", ())
            if {each["first"], each["second"]} == {prevails, gives_way}
        ),
        None,
    )
    principles = {
        one.label: one for one in Principle.objects.filter(version=run.version).select_related("version")
    }
    if pair is None or not {prevails, gives_way} <= principles.keys():
        raise WorkRefused(_("This run did not hold these two principles against each other."))
    return propose_order(
        prevails=principles[prevails],
        gives_way=principles[gives_way],
        why=why,
        proposed_by=proposed_by,
        seen_in={"training_run": run.public_id, "prompts": pair["prompts"], "apart": pair["apart"]["count"]},
        client_key=client_key,
    )
