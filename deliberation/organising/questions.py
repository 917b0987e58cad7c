"""The questionnaire: questions, their order, their answers, and the quotas made of those answers."""

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.models import Deliberation, ParticipantProfile, Question, Quota, User
from deliberation.organising.services import (
    ChangedMeanwhile,
    StepRefused,
    last_change,
    marks_of,
    record_change,
)

MOST_QUESTIONS = 30
MOST_QUOTAS = 300
Cell = dict[str, str]


def described(question: Question) -> dict[str, Any]:
    """Return a question as an event keeps it."""
    return {
        "key": question.key,
        "text": question.text,
        "kind": str(question.kind),
        "options": list(question.options),
        "translations": question.translations,
    }


def marks_of_question(question: Question) -> str:
    """Return the mark of what a question says now."""
    return marks_of({"question": described(question)})


@transaction.atomic
def save_question(
    *,
    deliberation: Deliberation,
    question: Question | None,
    values: Mapping[str, Any],
    user: User,
    marks: str = "",
) -> Question:
    """Add a question, or change one; its key is made from its first wording and stays.

    Raises:
        StepRefused: an answer that somebody gave or a quota counts would be gone; too many questions.
        ChangedMeanwhile: somebody else has changed the question since the marks were made.
    """
    locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    if question is None:
        if locked.questions.count() >= MOST_QUESTIONS:
            raise StepRefused(_("That is more than anybody will answer. Remove a question first."))
        question = Question(deliberation=locked, key=_new_key(locked, values["text"]), position=_end(locked))
        before: dict[str, Any] = {}
    else:
        question = locked.questions.get(pk=question.pk)
        if marks != marks_of_question(question):
            raise ChangedMeanwhile(["text"], last_change(locked, "questions"))
        before = described(question)
        _check_answers_stay(locked, question, values)
    for name, value in values.items():
        setattr(question, name, value)
    question.save()
    record_change(
        deliberation=locked, subject="questions", before=before, after=described(question), user=user
    )
    return question


@transaction.atomic
def remove_question(*, deliberation: Deliberation, question: Question, user: User) -> None:
    """Remove a question that nobody has answered and that no quota and no population uses.

    Raises:
        StepRefused: it is in use.
    """
    locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    if any(question.key in quota.cell for quota in locked.quotas.all()):
        raise StepRefused(_("Quotas are made of its answers. Remove those quotas first."))
    if question.key in locked.population:
        raise StepRefused(_("The population is described with its answers. Empty those fields first."))
    if answers_given(locked, question):
        raise StepRefused(_("People have answered it already, so it has to stay."))
    record_change(deliberation=locked, subject="questions", before=described(question), after={}, user=user)
    question.delete()


@transaction.atomic
def move_question(*, deliberation: Deliberation, question: Question, up: bool, user: User) -> None:
    """Move a question one place up or down; at the end it stays where it is."""
    locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    questions = list(locked.questions.all())
    before = [one.key for one in questions]
    place = before.index(question.key)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(questions):
        return
    questions[place], questions[other] = questions[other], questions[place]
    for position, one in enumerate(questions):
        one.position = position
    Question.objects.bulk_update(questions, ["position"])
    after = [one.key for one in questions]
    record_change(
        deliberation=locked, subject="questions", before={"order": before}, after={"order": after}, user=user
    )


def answers_given(deliberation: Deliberation, question: Question) -> Counter[str]:
    """Return how many people gave each answer to a question."""
    profiles = ParticipantProfile.objects.filter(participant__deliberation=deliberation)
    said = profiles.filter(answers__has_key=question.key).values_list("answers", flat=True)
    return Counter(str(answers[question.key]) for answers in said)


def _check_answers_stay(deliberation: Deliberation, question: Question, values: Mapping[str, Any]) -> None:
    given = answers_given(deliberation, question)
    if given and values["kind"] != question.kind:
        raise StepRefused(_("People have answered it already, so it has to stay the same kind of question."))
    gone = [option for option in question.options if option not in values["options"]]
    for option in gone:
        if given[option]:
            raise StepRefused(
                ngettext(
                    "%(count)d person has answered “%(option)s”, so that answer has to stay as it is.",
                    "%(count)d people have answered “%(option)s”, so that answer has to stay as it is.",
                    given[option],
                )
                % {"count": given[option], "option": option}
            )
        if any(quota.cell.get(question.key) == option for quota in deliberation.quotas.all()):
            raise StepRefused(
                _("A quota counts people who answer “%(option)s”. Remove that quota first.")
                % {"option": option}
            )
        if option in deliberation.population.get(question.key, {}):
            raise StepRefused(
                _("The population is described with “%(option)s”. Empty those fields first.")
                % {"option": option}
            )


def _new_key(deliberation: Deliberation, text: str) -> str:
    words = re.sub(r"-+", "_", slugify(text))[:32].strip("_") or "question"
    # "new" is the address at which questions are added.
    taken = {"new", *deliberation.questions.values_list("key", flat=True)}
    number, key = 2, words
    while key in taken:
        number, key = number + 1, f"{words}_{number}"
    return key


def _end(deliberation: Deliberation) -> int:
    last = deliberation.questions.order_by("-position").first()
    return 0 if last is None else last.position + 1


@transaction.atomic
def add_quotas(*, deliberation: Deliberation, cells: Sequence[Cell], seats: int, user: User) -> int:
    """Add a quota with so many places for each kind of people that has none yet; return how many.

    Raises:
        StepRefused: there would be too many.
    """
    locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    known = [quota.cell for quota in locked.quotas.all()]
    new = [cell for cell in cells if cell not in known]
    if len(known) + len(new) > MOST_QUOTAS:
        raise StepRefused(
            _("That would make more than %(most)d quotas. Combine fewer questions.") % {"most": MOST_QUOTAS}
        )
    if new:
        Quota.objects.bulk_create([Quota(deliberation=locked, cell=cell, seats=seats) for cell in new])
        after = {"added": [{"cell": cell, "seats": seats} for cell in new]}
        record_change(deliberation=locked, subject="quotas", before={}, after=after, user=user)
    return len(new)


def marks_of_quotas(deliberation: Deliberation) -> str:
    """Return the mark of how many places there are now."""
    return marks_of({"quotas": {str(quota.pk): quota.seats for quota in deliberation.quotas.all()}})


def cells_of(questions: Sequence[Question]) -> list[Cell]:
    """Return every combination of the answers to these questions."""
    answers = [[(question.key, str(option)) for option in question.options] for question in questions]
    return [dict(cell) for cell in itertools.product(*answers)]


@transaction.atomic
def set_seats(*, deliberation: Deliberation, seats: Mapping[int, int], marks: str, user: User) -> int:
    """Give quotas, by their keys, new numbers of places; return how many changed.

    Raises:
        StepRefused: more places of one are taken than it would have.
        ChangedMeanwhile: somebody else has changed quotas since the marks were made.
    """
    locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    if marks != marks_of_quotas(locked):
        raise ChangedMeanwhile(["seats"], last_change(locked, "quotas"))
    changed = []
    for quota in locked.quotas.select_for_update().filter(pk__in=seats):
        taken = quota.participants.count()
        if seats[quota.pk] < taken:
            raise StepRefused(
                _("%(taken)d places of “%(kind)s” are taken already; it cannot have fewer.")
                % {"taken": taken, "kind": quota}
            )
        if quota.seats != seats[quota.pk]:
            changed.append((quota.cell, quota.seats, seats[quota.pk]))
            quota.seats = seats[quota.pk]
            quota.save(update_fields=["seats"])
    if changed:
        record_change(
            deliberation=locked,
            subject="quotas",
            before={"seats": [{"cell": cell, "seats": old} for cell, old, _new in changed]},
            after={"seats": [{"cell": cell, "seats": new} for cell, _old, new in changed]},
            user=user,
        )
    return len(changed)


@transaction.atomic
def remove_quota(*, deliberation: Deliberation, quota: Quota, user: User) -> None:
    """Remove a quota; whoever joined with it stays."""
    before = {"removed": {"cell": quota.cell, "seats": quota.seats}}
    record_change(deliberation=deliberation, subject="quotas", before=before, after={}, user=user)
    quota.delete()
