"""The wordings that a principle has had, and putting one of them back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from constitution.models import Principle, PrincipleEdit
from constitution.services.editing import EditRefused, edit_principle
from deliberation.models import Event, User


@dataclass(frozen=True)
class KeptWording:
    """What a principle said once; kind and requests are empty where only its text was kept."""

    text: str
    kind: str = ""
    critique_request: str = ""
    revision_request: str = ""


@dataclass(frozen=True)
class PastEdit:
    """An edit with the whole wording before and after it.

    Attributes:
        was, became: None where the edit holds no more than its texts, as those of rules do.
        may_be_put_back: whether what it led to was the principle once and is not now.
    """

    edit: PrincipleEdit
    was: KeptWording | None
    became: KeptWording | None
    may_be_put_back: bool


def past_edits(principle: Principle) -> list[PastEdit]:
    """Return the edits of a principle in the order they were made.

    A wording can be put back once: at the last edit that led to it.
    """
    edits = list(principle.edits.select_related("event__payload"))
    whole = [_whole_wordings(edit) for edit in edits]
    stations = {
        index: _wording_after(edits, index) for index in range(len(edits)) if _is_station(edits, index)
    }
    now = _as_kept(principle)
    last_of = {wording: index for index, wording in stations.items()}
    return [
        PastEdit(
            edit,
            *whole[index],
            may_be_put_back=index in stations
            and last_of[stations[index]] == index
            and not _is_the_same(stations[index], now),
        )
        for index, edit in enumerate(edits)
    ]


def put_back_wording(
    *,
    principle: Principle,
    edit: int,
    put_back_by: User | None,
    seen_revision: int,
    why: str = "",
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> Principle:
    """Give a principle the wording again that one of its edits led to: text, kind and requests.

    It is an edit like any other, so nothing is lost and it can be undone in the same way. Where kind and
    requests of then were not kept, the kind stays and the requests are written anew.

    Raises:
        EditRefused: there is no such wording, it is the present one, or the version is no draft any more.
        EditConflict: another person has edited the principle since `seen_revision`.
        PermissionError: the account does not own the deliberation.
    """
    found = {past.edit.pk: index for index, past in enumerate(past_edits(principle)) if past.may_be_put_back}
    if edit not in found:
        raise EditRefused(_("There is no such earlier wording, or it is the one that stands there now."))
    wording = _wording_after(list(principle.edits.select_related("event__payload")), found[edit])
    return edit_principle(
        principle=principle,
        text=wording.text,
        kind=wording.kind,
        critique_request=wording.critique_request,
        revision_request=wording.revision_request,
        edited_by=put_back_by,
        seen_revision=seen_revision,
        why=why or _("An earlier wording is put back."),
        put_back=True,
        client_key=client_key,
        origin=origin,
    )


def _is_station(edits: Sequence[PrincipleEdit], index: int) -> bool:
    """Return whether the principle said what an edit led to: of rules in a row only the last one counts."""
    return not edits[index].rule or index + 1 == len(edits) or not edits[index + 1].rule


def _wording_after(edits: Sequence[PrincipleEdit], index: int) -> KeptWording:
    """Return what the principle said after an edit; the next whole edit knows what it found."""
    _was, became = _whole_wordings(edits[index])
    if became:
        return became
    for later in edits[index + 1 :]:
        was, _became = _whole_wordings(later)
        if was and was.text == edits[index].after:
            return was
    return KeptWording(edits[index].after)


def _whole_wordings(edit: PrincipleEdit) -> tuple[KeptWording | None, KeptWording | None]:
    payload = getattr(edit.event, "payload", None)
    body = payload.body if payload else {}
    if edit.rule or "critique_request" not in body:
        return None, None
    became = KeptWording(edit.after, body["kind"], body["critique_request"], body["revision_request"])
    was = body.get("was")
    return (KeptWording(edit.before, **was) if was else None), became


def _as_kept(principle: Principle) -> KeptWording:
    return KeptWording(principle.text, principle.kind, principle.critique_request, principle.revision_request)


def _is_the_same(wording: KeptWording, now: KeptWording) -> bool:
    return wording == now or (not wording.kind and wording.text == now.text)
