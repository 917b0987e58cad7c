"""Hostile texts in every field in which somebody's words are kept.

A text field of any model is such a field unless `TECHNICAL` says otherwise, so that a new one is hostile
from its first day.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()
APPS = ("deliberation", "constitution", "training_bridge")
TECHNICAL = {
    "public_id", "slug", "language", "password", "email", "mode", "key", "task", "state",
    "input_hash", "result_hash", "membership_hash", "text_hash", "network_hash", "content_sha256",
    "data_sha256", "key_digest", "item_id", "row_id",
    "digest", "caller", "request_digest", "message_id", "secret", "former_secret", "identity_secret",
    "code_digest", "commitment", "client_key", "salt", "root", "signature", "public_key", "leaf",
    "encoder", "library_key", "basis", "imputation", "seed", "role", "file_format",
}  # fmt: skip
"""Fields that the program alone writes, or that are checked to hold a code of some kind."""
FINAL = {"Event", "EventPayload", "Analysis", "LogSeal", "SealedEvent", "Exposure", "StatementFlag"}
"""Models whose rows no one's words reach, or reach only as a copy of a field that is made hostile here."""
WORDS_IN_JSON = {
    ("deliberation.Question", "options"),
    ("deliberation.ParticipantProfile", "answers"),
    ("deliberation.PendingDecision", "texts"),
    ("constitution.Comparison", "principles"),
}


def free_text_fields() -> Iterator[tuple[type[models.Model], Any]]:
    """Yield the model and field of every text that somebody writes."""
    for model in apps.get_models():
        if model._meta.app_label not in APPS or model.__name__ in FINAL:
            continue
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and field.name not in TECHNICAL and not field.primary_key:
                yield model, field


@transaction.atomic
def make_hostile(*, first: int) -> None:
    """Put payloads into every free text of every row, each field beginning with another one.

    Args:
        first: with which payload to begin; as many as fit follow, so that a few values go through them all.
    """
    with connection.cursor() as cursor:
        # What is final, such as the text of a ratified principle, was hostile from the beginning.
        cursor.execute("SET LOCAL session_replication_role = replica")
    for place, (model, field) in enumerate(free_text_fields()):
        rows = list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:400])
        position = first + place
        for row in rows:
            value = _fitting(position, field.max_length)
            model._base_manager.filter(pk=row).update(**{field.name: value})
            position += 1
    for name, field in WORDS_IN_JSON:
        model = apps.get_model(name)
        for row in model._base_manager.all()[:200]:
            setattr(row, field, _hostile_words(getattr(row, field), first))
            row.save(update_fields=[field])


def _hostile_words(value: Any, first: int) -> Any:
    if isinstance(value, list):
        return [_fitting(first + place, 100) for place in range(max(2, len(value)))]
    return {key: _fitting(first + place, 100) for place, key in enumerate(value)}


def _fitting(first: int, length: int | None) -> str:
    """Return the payloads from this one on, as many as fit; at least one, cut off where it is longer."""
    chosen = ""
    for payload in islice(cycle(PAYLOADS), first % len(PAYLOADS), first % len(PAYLOADS) + len(PAYLOADS)):
        longer = f"{chosen} {payload}" if chosen else payload
        if chosen and length is not None and len(longer) > length:
            break
        chosen = longer
        if length is None and len(chosen) > 6000:
            break
    return chosen[:length]
