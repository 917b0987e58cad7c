"""A new draft with the settings of a deliberation, and with none of its people and votes."""

from django.db import transaction

from deliberation.models import Deliberation, DeliberationTranslation, Question, Quota, User
from deliberation.organising.seed_file import SentRow
from deliberation.organising.seeds import add_seeds
from deliberation.organising.services import create_deliberation, record_change
from deliberation.people.consent import set_consent_text

COPIED = (
    "description", "languages", "access", "moderation", "moderation_policy", "results_visibility",
    "asks_proof_of_work", "statement_length", "blind_moderation",
)  # fmt: skip
"""Settings that go along; dates do not, since they would be over."""
TRANSLATED = ("title", "description", "consent_text", "moderation_policy")


@transaction.atomic
def copy_deliberation(
    *, source: Deliberation, title: str, user: User, questions: bool, quotas: bool, seeds: bool
) -> Deliberation:
    """Make a draft with the settings of `source`; `user` owns it, and nobody else has a part in it.

    Quotas go along with the questions that they are made of, or not at all.
    """
    copy = create_deliberation(title=title, language=source.language, owner=user)
    for name in COPIED:
        setattr(copy, name, getattr(source, name))
    if questions:
        copy.population = source.population
    copy.save(update_fields=[*COPIED, "population"])
    set_consent_text(deliberation=copy, text=source.consent_text, user=user)
    _copy_translations(source, copy)
    if questions:
        _copy_questions(source, copy)
    if questions and quotas:
        Quota.objects.bulk_create(
            [Quota(deliberation=copy, cell=quota.cell, seats=quota.seats) for quota in source.quotas.all()]
        )
    after = {name: getattr(copy, name) for name in COPIED} | {"copied_from": source.public_id}
    record_change(deliberation=copy, subject="copy", before={}, after=after, user=user)
    if seeds:
        statements = source.statements.open_for_voting().filter(is_seed=True, erased_at=None)
        rows = [
            SentRow(line=statement.number, text=statement.text, language=statement.language)
            for statement in statements.order_by("number")
        ]
        add_seeds(deliberation=copy, rows=rows, user=user)
    copy.refresh_from_db()
    return copy


def _copy_translations(source: Deliberation, copy: Deliberation) -> None:
    DeliberationTranslation.objects.bulk_create(
        [
            DeliberationTranslation(
                deliberation=copy,
                language=one.language,
                # The title is a new one, so that its old translations would say something else.
                **{name: getattr(one, name) for name in TRANSLATED if name != "title"},
            )
            for one in source.translations.all()
        ]
    )


def _copy_questions(source: Deliberation, copy: Deliberation) -> None:
    Question.objects.bulk_create(
        [
            Question(
                deliberation=copy,
                key=one.key,
                position=one.position,
                text=one.text,
                kind=one.kind,
                options=one.options,
                translations=one.translations,
            )
            for one in source.questions.all()
        ]
    )
