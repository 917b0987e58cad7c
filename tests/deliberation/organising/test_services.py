"""Setting up a deliberation: its address, its settings with their history, opening and closing."""

import pytest
from django.db import transaction

from deliberation.models import Deliberation, Event, Participant, Statement, User
from deliberation.organising.services import (
    ChangedMeanwhile,
    StepRefused,
    change_state,
    configure_deliberation,
    create_deliberation,
    marks_of,
)
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = pytest.mark.django_db


def configured(deliberation: Deliberation) -> list[dict[str, object]]:
    """Return the bodies of the recorded changes, the oldest first."""
    events = Event.objects.filter(deliberation=deliberation, kind="deliberation.configured").order_by("id")
    return [event.payload.body for event in events]


def test_the_address_comes_from_the_title(stranger: User) -> None:
    first = create_deliberation(title="What may AI decide?", language="en", owner=stranger)
    second = create_deliberation(title="What may AI decide?", language="en", owner=stranger)
    chinese = create_deliberation(title="人工智能的宪法 AI", language="zh-hans", owner=stranger)
    assert (first.slug, second.slug) == ("what-may-ai-decide", "what-may-ai-decide-2")
    assert chinese.slug == chinese.public_id
    created = Event.objects.get(deliberation=first, kind="deliberation.created")
    assert created.user == stranger
    assert created.payload.body["title"] == "What may AI decide?"


def test_a_change_is_recorded_with_what_was_before(deliberation: Deliberation, owner: User) -> None:
    seen = {"title": deliberation.title, "statement_length": 280}
    values = {"title": "A better title", "statement_length": 280}
    changed = configure_deliberation(
        deliberation=deliberation, subject="about", values=values, marks=marks_of(seen), user=owner
    )
    assert changed == ["title"]
    assert configured(deliberation) == [
        {"subject": "about", "before": {"title": seen["title"]}, "after": {"title": "A better title"}}
    ]
    assert not configure_deliberation(
        deliberation=deliberation, subject="about", values=values, marks=marks_of(values), user=owner
    )
    assert len(configured(deliberation)) == 1


def test_what_somebody_else_changed_is_not_written_over(
    deliberation: Deliberation, owner: User, stranger: User
) -> None:
    marks = marks_of({"title": deliberation.title, "description": ""})

    def save(title: str, description: str, user: User) -> list[str]:
        values = {"title": title, "description": description}
        return configure_deliberation(
            deliberation=deliberation, subject="about", values=values, marks=marks, user=user
        )

    save("First", "", owner)
    with pytest.raises(ChangedMeanwhile) as change, transaction.atomic():
        save("Second", "Words", stranger)
    assert change.value.fields == ["title"]
    assert change.value.by is not None
    assert change.value.by.user == owner
    deliberation.refresh_from_db()
    assert (deliberation.title, deliberation.description) == ("First", "")
    assert save("First", "Words", stranger) == ["description"], "the same title is no quarrel"


def test_a_consent_text_somebody_agreed_to_is_kept(
    deliberation: Deliberation, owner: User, participant: Participant
) -> None:
    values = {"consent_text": "Votes are published."}
    marks = marks_of({"consent_text": ""})
    configure_deliberation(
        deliberation=deliberation, subject="consent", values=values, marks=marks, user=owner
    )
    assert deliberation.consent_version == 2
    texts = deliberation.consent_texts.order_by("version").values_list("version", "text")
    assert list(texts) == [(1, ""), (2, "Votes are published.")]
    assert configured(deliberation)[0]["after"] == values


def test_opening_closing_and_opening_again(owner: User) -> None:
    draft = DeliberationFactory(state="draft")
    for wanted, sentence in (("closed", "nothing to close"), ("open", "at least one statement")):
        with pytest.raises(StepRefused, match=sentence):
            change_state(deliberation=draft, state=wanted, user=owner)
    StatementFactory(deliberation=draft, author=None)
    for wanted in ("open", "open", "closed", "open"):
        change_state(deliberation=draft, state=wanted, user=owner)
    assert draft.is_open
    assert [body["after"] for body in configured(draft)] == [{"state": s} for s in ("open", "closed", "open")]
    with pytest.raises(StepRefused, match="close it instead"):
        change_state(deliberation=draft, state="draft", user=owner)
    assert Statement.objects.count() == 1
    assert not Participant.objects.exists()
