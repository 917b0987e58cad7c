"""What people agree to when they take part: each version is kept as it read."""

from django.db import transaction

from deliberation.models import ConsentText, Deliberation, Participant


@transaction.atomic
def set_consent_text(*, deliberation: Deliberation, text: str, user: object = None) -> ConsentText:
    """Give a deliberation a new consent text and return it with its version.

    A text to which somebody has agreed stays as it is, and the new one becomes the next version; as long
    as nobody has, it is replaced. The same text again changes nothing. `user` is who asks; it is not kept.
    """
    locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    current = keep_consent_text(locked)
    if text != locked.consent_text:
        if locked.participants.filter(consent_version=locked.consent_version).exists():
            locked.consent_version += 1
        locked.consent_text = text
        locked.save(update_fields=["consent_text", "consent_version"])
        current, _is_new = ConsentText.objects.update_or_create(
            deliberation=locked, version=locked.consent_version, defaults={"text": text}
        )
    deliberation.consent_text, deliberation.consent_version = locked.consent_text, locked.consent_version
    return current


def keep_consent_text(deliberation: Deliberation) -> ConsentText:
    """Return the consent text of today under its number; it is written down when first needed."""
    kept, _is_new = ConsentText.objects.get_or_create(
        deliberation=deliberation,
        version=deliberation.consent_version,
        defaults={"text": deliberation.consent_text},
    )
    return kept


def text_agreed_to(participant: Participant) -> ConsentText | None:
    """Return the very text a participant agreed to; None for people of imported data."""
    deliberation = participant.deliberation
    if participant.consent_version is None:
        return None
    if participant.consent_version == deliberation.consent_version:
        return keep_consent_text(deliberation)
    return deliberation.consent_texts.filter(version=participant.consent_version).first()


def asks_for_consent_again(participant: Participant) -> bool:
    """Return whether the text has changed since the participant agreed."""
    version = participant.consent_version
    return version is not None and version < participant.deliberation.consent_version


def agree_to_consent(*, participant: Participant, version: int) -> bool:
    """Note that a participant agrees to the text of today; return False where they read another."""
    if version != participant.deliberation.consent_version:
        return False
    keep_consent_text(participant.deliberation)
    participant.consent_version = version
    participant.save(update_fields=["consent_version"])
    return True
