"""What moves from one principle to another when the two become one, and what is kept to part them again."""

from typing import Any, Final

from constitution.models import (
    ComparisonMatch,
    Concern,
    Principle,
    PrincipleEdit,
    PrincipleStatement,
)

WORDED: Final = ("text", "kind", "critique_request", "revision_request", "needs_review")
FIRMNESS: Final = ("robustness_added", "robustness_changed")
DECIDED: Final = ("kind", "found_by", "confidence", "detail", "state", "why", "decided_by_id", "event_id")


def kept_for_later(leading: Principle, joining: Principle) -> dict[str, Any]:
    """Return all that is needed to take the two apart again."""
    left_out = {"id", "version_id"}
    fields = {
        field.attname: getattr(joining, field.attname)
        for field in Principle._meta.concrete_fields
        if field.attname not in left_out
    }
    own = Concern.objects.filter(principle=joining, other=None, state=Concern.State.MERGED).first()
    return {
        "id": joining.pk,
        "fields": fields,
        "leading": {name: getattr(leading, name) for name in (*WORDED, *FIRMNESS)},
        "statements": list(joining.statement_links.order_by("pk").values("statement_id", "text")),
        "edits": list(joining.edits.values_list("pk", flat=True)),
        "merges": own.detail["merges"] if own else [],
        "merges_why": own.why if own else "",
        "decided": _own_decisions(joining),
    }


def join_principles(leading: Principle, joining: Principle, kept: dict[str, Any]) -> None:
    """Move what stands behind one principle to the other, and take the one out of the draft."""
    there = set(leading.statement_links.values_list("statement_id", flat=True))
    PrincipleStatement.objects.bulk_create(
        PrincipleStatement(principle=leading, **link)
        for link in kept["statements"]
        if link["statement_id"] not in there
    )
    kept["joined"] = [
        link["statement_id"] for link in kept["statements"] if link["statement_id"] not in there
    ]
    PrincipleEdit.objects.filter(principle=joining).update(principle=leading)
    kept["matches"] = _move_matches(leading, joining)
    kept["concerns"] = _move_decisions(leading, joining)
    for name in FIRMNESS:
        known = [getattr(one, name) for one in (leading, joining) if getattr(one, name) is not None]
        setattr(leading, name, min(known, default=None))
    leading.revision += 1
    leading.save()
    joining.delete()


def _own_decisions(principle: Principle) -> list[dict[str, Any]]:
    """Return what was decided about a principle by itself."""
    decided = Concern.objects.filter(principle=principle, other=None).decided()
    return [
        {name: getattr(concern, name) for name in DECIDED}
        | {"decided_at": concern.decided_at.isoformat() if concern.decided_at else None}
        for concern in decided.exclude(state=Concern.State.MERGED)
    ]


def _move_matches(leading: Principle, joining: Principle) -> list[int]:
    moved = []
    for match in ComparisonMatch.objects.filter(principle=joining):
        same = ComparisonMatch.objects.filter(
            principle=leading, comparison=match.comparison_id, position=match.position
        )
        if not same.exists():
            match.principle = leading
            match.save(update_fields=["principle"])
            moved.append(match.pk)
    return moved


def _move_decisions(leading: Principle, joining: Principle) -> list[int]:
    """Let what was decided about the joining principle and a third one hold for the leading one."""
    moved = []
    pairs = Concern.objects.filter(other__isnull=False).exclude(state=Concern.State.OPEN)
    for concern in [*pairs.filter(principle=joining), *pairs.filter(other=joining)]:
        third = concern.other_id if concern.principle_id == joining.pk else concern.principle_id
        first, second = sorted((leading.pk, third))
        if third == leading.pk or pairs.filter(kind=concern.kind, principle=first, other=second).exists():
            continue
        Concern.objects.filter(kind=concern.kind, principle=first, other=second).delete()
        if concern.prevails_id == joining.pk:
            concern.prevails_id = leading.pk
        concern.principle_id, concern.other_id = first, second
        concern.save()
        moved.append(concern.pk)
    return moved
