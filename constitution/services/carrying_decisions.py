"""What was decided about a version's principles goes on to hold in the draft that amends it."""

from constitution.models import Concern, ConstitutionVersion, Principle

State = Concern.State
CARRIED = (
    "kind", "found_by", "confidence", "detail", "state", "why", "decided_by_id", "decided_at", "event_id",
)  # fmt: skip


def carry_decisions(draft: ConstitutionVersion) -> int:
    """Copy orders, and that things stay as they are, to the principles that go on; return how many.

    Call it in the transaction that starts the amendment.
    """
    goes_on = {
        principle.replaces_id: principle
        for principle in Principle.objects.filter(version=draft, replaces__isnull=False)
    }
    decided = Concern.objects.filter(version=draft.parent, state__in=[State.ORDERED, State.DISMISSED])
    copies = []
    for concern in decided.order_by("pk"):
        behind = [concern.principle_id] + ([concern.other_id] if concern.other_id else [])
        if not goes_on.keys() >= set(behind):
            continue
        first, *others = sorted((goes_on[key] for key in behind), key=lambda one: one.pk)
        copies.append(
            Concern(
                version=draft,
                principle=first,
                other=others[0] if others else None,
                prevails=goes_on[concern.prevails_id] if concern.prevails_id else None,
                **{name: getattr(concern, name) for name in CARRIED},
            )
        )
    return len(Concern.objects.bulk_create(copies))
