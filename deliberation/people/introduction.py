"""What the organisers wrote about a deliberation, in the reader's language where they translated it."""

from collections.abc import Sequence
from dataclasses import dataclass

from deliberation.models import Deliberation, DeliberationTranslation
from deliberation.people.languages import readers_language


@dataclass(frozen=True)
class Introduction:
    """Texts of one deliberation for one reader; each with the language it is in.

    `consent_translation` is beside the binding consent text, never in its place; empty where there is none.
    """

    title: str
    title_language: str
    description: str
    description_language: str
    moderation_policy: str
    policy_language: str
    consent_translation: str
    language: str

    @property
    def opening(self) -> str:
        """The first paragraph of the description, which says what this is about."""
        return self.description.replace("\r\n", "\n").strip().partition("\n\n")[0]

    @property
    def rest(self) -> str:
        """What follows the first paragraph of the description."""
        return self.description.replace("\r\n", "\n").strip().partition("\n\n")[2].strip()


def introduction_of(deliberation: Deliberation) -> Introduction:
    """Return what one deliberation says of itself to the reader."""
    return introductions_of([deliberation])[deliberation.pk]


def introductions_of(deliberations: Sequence[Deliberation]) -> dict[int, Introduction]:
    """Return the introductions by key, in one query, or none where all is in the reader's language."""
    foreign = [one for one in deliberations if readers_language([one.language]) is None]
    rows = DeliberationTranslation.objects.filter(deliberation__in=foreign) if foreign else []
    translations: dict[int, dict[str, DeliberationTranslation]] = {}
    for row in rows:
        translations.setdefault(row.deliberation_id, {})[row.language] = row
    return {one.pk: _introduction(one, translations.get(one.pk, {})) for one in deliberations}


def _introduction(
    deliberation: Deliberation, translations: dict[str, DeliberationTranslation]
) -> Introduction:
    found = translations.get(readers_language(translations) or "")
    own = deliberation.language
    language = found.language if found else own
    return Introduction(
        title=(found and found.title) or deliberation.title,
        title_language=language if found and found.title else own,
        description=(found and found.description) or deliberation.description,
        description_language=language if found and found.description else own,
        moderation_policy=(found and found.moderation_policy) or deliberation.moderation_policy,
        policy_language=language if found and found.moderation_policy else own,
        consent_translation=found.consent_text if found and deliberation.consent_text else "",
        language=language,
    )
