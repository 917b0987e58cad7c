"""Grouping what is suggested, in the background: an encoder is needed, which no request waits for."""

from collections import defaultdict

from django.db import transaction

from constitution.grouping_suggestions import themes_of
from constitution.models import ConstitutionVersion, Suggestion
from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import Deliberation, Job
from deliberation.results.semantic_index import encoder_for
from deliberation.semantics.encoders import EncoderUnavailable, load_encoder

TASK = "constitution.tasks.group_suggestions"


def request_themes(version: ConstitutionVersion) -> Job:
    """Ask for the suggestions on a version to be grouped; call it in the transaction that changes them."""
    public_id = version.deliberation.public_id
    return request_follow_up(
        task=TASK,
        arguments={"deliberation": public_id, "version": version.number},
        subject=f"{public_id}:{version.number}",
        deliberation=version.deliberation,
    )


def group_suggestions(
    *, version: ConstitutionVersion, report: Report = lambda step, fraction: None
) -> dict[str, int]:
    """Group the suggestions that are shown, principle by principle. Run again, it changes nothing.

    Raises:
        WorkRefused: the sentence encoder is not on this machine.
    """
    by_principle: defaultdict[int, list[Suggestion]] = defaultdict(list)
    shown = Suggestion.objects.filter(principle__version=version, state=Suggestion.State.SHOWN).order_by("pk")
    for suggestion in shown:
        by_principle[suggestion.principle_id].append(suggestion)
    if not by_principle:
        return {"suggestions": 0, "themes": 0}
    report("Reading what is suggested", 0.1)
    themes = 0
    for suggestions in by_principle.values():
        found = _themes(version.deliberation, [suggestion.text for suggestion in suggestions])
        themes += len(set(found))
        _store(suggestions, found)
    return {"suggestions": sum(map(len, by_principle.values())), "themes": themes}


def _themes(deliberation: Deliberation, texts: list[str]) -> tuple[int, ...]:
    try:
        encode = load_encoder(encoder_for(deliberation))
    except EncoderUnavailable as missing:
        raise WorkRefused(str(missing)) from missing
    return themes_of(encode(texts), texts)


@transaction.atomic
def _store(suggestions: list[Suggestion], themes: tuple[int, ...]) -> None:
    """Write the themes of suggestions that still say what was read."""
    for suggestion, theme in zip(suggestions, themes, strict=True):
        if suggestion.theme != theme:
            Suggestion.objects.filter(
                pk=suggestion.pk, event=suggestion.event_id, state=Suggestion.State.SHOWN
            ).update(theme=theme)
