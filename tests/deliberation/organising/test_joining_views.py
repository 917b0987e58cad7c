"""Who takes part: questions, quotas, the population, invitations, the organisers, and copies of all that."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from deliberation.integrity.rebuild import check_deliberation
from deliberation.models import (
    Deliberation,
    Event,
    Invitation,
    Membership,
    Question,
    Quota,
    Role,
    User,
)
from deliberation.organising.questions import save_question
from deliberation.people.questionnaire import save_answers
from tests.factories import ParticipantFactory, StatementFactory, UserFactory, VoteFactory

pytestmark = pytest.mark.django_db
BASE = "/d/ai/organise"


@pytest.fixture
def draft(deliberation: Deliberation, owner: User) -> Deliberation:
    """The deliberation at a known address, by invitation, with Spanish beside English."""
    Deliberation.objects.filter(pk=deliberation.pk).update(slug="ai", access="invitation", languages=["es"])
    deliberation.refresh_from_db()
    return deliberation


@pytest.fixture
def browser(draft: Deliberation, owner: User, client: Client) -> Client:
    """A browser in which the owner is signed in."""
    client.force_login(owner)
    return client


@pytest.fixture
def age(draft: Deliberation, owner: User) -> Question:
    """A question with three answers."""
    values = {"text": "How old are you?", "kind": "choice", "options": ["young", "middle", "old"]}
    return save_question(deliberation=draft, question=None, values=values | {"translations": {}}, user=owner)


def question(**changes: Any) -> dict[str, Any]:
    return {"text": "How old are you?", "kind": "choice", "options": "young\nmiddle\nold"} | changes


def last_body(deliberation: Deliberation) -> dict[str, Any]:
    event = Event.objects.filter(deliberation=deliberation, kind="deliberation.configured").latest("id")
    return event.payload.body  # type: ignore[no-any-return]


def test_a_question_is_asked_in_two_languages_and_keeps_its_key(browser: Client, draft: Deliberation) -> None:
    sent = question(text_es="¿Qué edad tiene?", options_es="joven\nmediana\nmayor")
    assert browser.post(f"{BASE}/questions/new/", sent).status_code == 302
    made = draft.questions.get()
    assert made.key == "how_old_are_you"
    assert made.translations["es"]["options"] == ["joven", "mediana", "mayor"]

    page = browser.get(f"{BASE}/questions/{made.key}/")
    marks = page.context["form"]["marks"].value()
    browser.post(
        f"{BASE}/questions/{made.key}/", question(text="Your age?", marks=marks, options="young\nold")
    )
    made.refresh_from_db()
    assert (made.key, made.text, made.options) == ("how_old_are_you", "Your age?", ["young", "old"])
    assert last_body(draft)["before"]["text"] == "How old are you?"
    assert (
        browser.post(f"{BASE}/questions/new/", question(text="年龄？", options="少\n老")).status_code == 302
    )
    assert draft.questions.last().key == "question"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " "}, "Please write the question."),
        ({"options": "young"}, "at least two answers"),
        ({"options": "young\nyoung"}, "The same answer is there twice."),
        ({"options_es": "joven"}, "There are 1 answers here and 3 in the original."),
    ],
)
def test_a_question_with_a_fault_is_kept_in_the_form(
    browser: Client, draft: Deliberation, changes: dict[str, Any], sentence: str
) -> None:
    answer = browser.post(f"{BASE}/questions/new/", question(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not draft.questions.exists()


def test_an_answer_that_somebody_gave_stays(browser: Client, draft: Deliberation, age: Question) -> None:
    save_answers(participant=ParticipantFactory(deliberation=draft), answers={age.key: "old"})
    Quota.objects.create(deliberation=draft, cell={age.key: "young"}, seats=5)
    address = f"{BASE}/questions/{age.key}/"
    marks = browser.get(address).context["form"]["marks"].value()
    for options, sentence in (("young\nmiddle", "1 person has answered “old”"), ("middle\nold", "A quota")):
        answer = browser.post(address, question(options=options, marks=marks))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert browser.post(address, question(options="young\nold\nvery old", marks=marks)).status_code == 302
    for _both in range(2):
        browser.post(f"{address}remove/")
        assert draft.questions.exists()
        Quota.objects.all().delete()


def test_two_owners_change_one_question(browser: Client, draft: Deliberation, age: Question) -> None:
    address = f"{BASE}/questions/{age.key}/"
    marks = browser.get(address).context["form"]["marks"].value()
    browser.post(address, question(text="First?", marks=marks))
    answer = browser.post(address, question(text="Second?", marks=marks))
    assert answer.status_code == 409
    assert 'value="Second?"' in answer.content.decode()
    assert "First?" in answer.content.decode()
    again = answer.context["form"]["marks"].value()
    assert browser.post(address, question(text="Second?", marks=again)).status_code == 302


def test_questions_are_put_in_order(browser: Client, draft: Deliberation, age: Question, owner: User) -> None:
    values = {"text": "Your work?", "kind": "text", "options": [], "translations": {}}
    save_question(deliberation=draft, question=None, values=values, user=owner)
    for move, order in (("down", ["your_work", age.key]), ("down", ["your_work", age.key]),
                        ("up", [age.key, "your_work"])):  # fmt: skip
        browser.post(f"{BASE}/questions/", {"question": age.key, "move": move})
        assert [one.key for one in draft.questions.all()] == order


def test_quotas_are_made_of_answers(browser: Client, draft: Deliberation, age: Question) -> None:
    sent = {"questions": [age.key], "seats": "10", "everybody_else": "on", "add": "1"}
    for _twice in range(2):
        browser.post(f"{BASE}/quotas/", sent)
    cells = [quota.cell for quota in draft.quotas.all()]
    assert cells == [{age.key: "young"}, {age.key: "middle"}, {age.key: "old"}, {}]

    young, *others = draft.quotas.all()
    for _person in range(2):
        ParticipantFactory(deliberation=draft, quota=young)
    marks = browser.get(f"{BASE}/quotas/").context["marks"]
    too_few = {f"seats_{quota.pk}": "1" for quota in draft.quotas.all()} | {"marks": marks}
    for sent, sentence in (({}, "2 places of “young” are taken already"),
                           ({f"seats_{young.pk}": "many"}, "a whole number such as 25")):  # fmt: skip
        answer = browser.post(f"{BASE}/quotas/", too_few | sent)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert {quota.seats for quota in draft.quotas.all()} == {10}, "all or nothing"
    enough = too_few | {f"seats_{young.pk}": "2"}
    assert browser.post(f"{BASE}/quotas/", enough).status_code == 302
    assert [quota.seats for quota in draft.quotas.all()] == [2, 1, 1, 1]
    stale = browser.post(f"{BASE}/quotas/", enough | {f"seats_{young.pk}": "99"})
    assert stale.status_code == 409
    assert 'value="99"' in stale.content.decode()
    assert draft.quotas.first().seats == 2
    browser.post(f"{BASE}/quotas/", {"remove": str(others[0].pk)})
    assert draft.quotas.count() == 3
    assert browser.post(f"{BASE}/quotas/", {"seats": "3", "add": "1"}).status_code == 422


def test_the_population_adds_up_to_a_hundred(browser: Client, draft: Deliberation, age: Question) -> None:
    address = f"{BASE}/population/"
    marks = browser.get(address).context["form"]["marks"].value()
    shares = {f"{age.key}.{place}": share for place, share in enumerate(("33.3", "33.3", "33.3"))}
    answer = browser.post(address, shares | {f"{age.key}.2": "30", "marks": marks})
    assert answer.status_code == 422
    assert "add up to 96.6, not to 100" in answer.content.decode()
    assert browser.post(address, shares | {"marks": marks}).status_code == 302
    draft.refresh_from_db()
    assert draft.population == {age.key: dict.fromkeys(age.options, pytest.approx(1 / 3))}
    assert last_body(draft)["before"] == {"population": {}}
    assert browser.post(address, {"marks": marks}).status_code == 409, "somebody else saved it meanwhile"

    sheet = f"{age.text};young;20\n{age.key};middle;30 %\n{age.key};old;50,0\n"
    marks = browser.get(address).context["form"]["marks"].value()
    browser.post(address, {"sheet": sheet, "marks": marks})
    draft.refresh_from_db()
    assert draft.population == {age.key: {"young": 0.2, "middle": 0.3, "old": 0.5}}
    wrong = browser.post(address, {"sheet": "age,nobody,20"}).content.decode()
    assert "Line 1 does not hold a question" in wrong


def test_codes_are_shown_once_and_let_people_in(browser: Client, draft: Deliberation) -> None:
    address = f"{BASE}/invitations/"
    key = browser.get(address).context["form"]["key"].value()
    sent = {"count": "3", "batch": "Letters", "key": key}
    answer = browser.post(address, sent)
    codes = answer.context["codes"]
    assert "shown only this once" in answer.content.decode()
    assert "nothing was made twice" in browser.post(address, sent, follow=True).content.decode()
    assert Invitation.objects.count() == len(codes) == 3
    assert codes[0] not in browser.get(address).content.decode()
    assert not [code for code in codes if code in str(last_body(draft))]

    foreign = "AAAA-BBBB-CCCC"
    file = browser.post(f"{address}file/", {"codes": "\r\n".join([*codes, foreign, "=1+1"])})
    rows = list(csv.reader(io.StringIO(file.getvalue().decode())))
    assert rows[0] == ["code", "link"]
    assert [row[0] for row in rows[1:]] == codes
    link = re.sub(r"https?://[^/]+", "", rows[1][1])
    assert codes[0] in Client().get(link).content.decode()

    Invitation.objects.filter(pk=Invitation.objects.first().pk).update(used_at=draft.created_at)
    page = browser.post(f"{address}revoke/", {"batch": "Letters"}, follow=True).content.decode()
    assert "2 unused codes are taken back." in page
    assert "0 unused · 1 used · 0 expired · 2 taken back" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"count": "0"}, "greater than or equal to 1"),
        ({"count": "5001"}, "less than or equal to 5000"),
        ({"batch": " "}, "Please give them a name."),
        ({"expires_at": "2020-01-01T00:00"}, "This moment has passed already."),
    ],
)
def test_invitations_with_a_fault_are_not_made(
    browser: Client, changes: dict[str, str], sentence: str
) -> None:
    sent = {"count": "3", "batch": "Letters", "key": "a" * 32} | changes
    answer = browser.post(f"{BASE}/invitations/", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Invitation.objects.exists()


def test_organisers_share_the_work_and_one_always_owns_it(
    browser: Client, draft: Deliberation, owner: User
) -> None:
    address = f"{BASE}/people/"
    answer = browser.post(address, {"email": "nobody@example.org", "role": "moderator"})
    assert answer.status_code == 422
    assert "Nobody has an account here with this address yet" in answer.content.decode()

    helper = UserFactory(email="helper@example.org")
    browser.post(address, {"email": " Helper@Example.org", "role": "moderator"})
    assert helper.role_in(draft) == Role.MODERATOR
    assert last_body(draft)["after"] == {"account": helper.pk, "role": "moderator"}

    own = Membership.objects.get(user=owner, deliberation=draft)
    page = browser.post(address, {"remove": str(own.pk)}, follow=True).content.decode()
    assert "Somebody has to own this deliberation." in page
    assert browser.post(address, {"email": owner.email, "role": "observer"}).status_code == 422
    browser.post(address, {"email": helper.email, "role": "owner"})
    assert browser.post(address, {"remove": str(own.pk)}).url == "/"
    assert owner.role_in(draft) is None


def test_the_organisers_texts_are_translated(browser: Client, draft: Deliberation) -> None:
    address = f"{BASE}/translations/es/"
    assert "description" not in browser.get(address).context["form"].fields, "nothing to translate"
    browser.post(address, {"title": "¿Qué puede decidir la IA?"})
    assert draft.translations.get().title == "¿Qué puede decidir la IA?"
    assert last_body(draft)["after"]["language"] == "es"
    assert browser.get(f"{BASE}/translations/fr/").status_code == 404


def test_a_copy_has_the_settings_and_nobodys_data(
    browser: Client, draft: Deliberation, age: Question, owner: User, moderator: User
) -> None:
    Deliberation.objects.filter(pk=draft.pk).update(
        moderation="after", consent_text="All is public.", population={age.key: {"young": 0.5, "old": 0.5}}
    )
    Quota.objects.create(deliberation=draft, cell={age.key: "old"}, seats=7)
    seed = StatementFactory(deliberation=draft, text="A seed.", is_seed=True, author=None)
    VoteFactory(statement=seed)
    VoteFactory(statement=StatementFactory(deliberation=draft, text="A citizen's."))

    answer = browser.post(
        f"{BASE}/copy/", {"title": "Again", "questions": "on", "quotas": "on", "seeds": "on"}
    )
    copy = Deliberation.objects.get(slug="again")
    assert answer.url == "/d/again/organise/"
    assert (copy.state, copy.moderation, copy.access) == ("draft", "after", "invitation")
    assert (copy.consent_text, copy.languages) == ("All is public.", ["es"])
    assert copy.population == {age.key: {"young": 0.5, "old": 0.5}}
    assert [one.key for one in copy.questions.all()] == [age.key]
    assert [(one.cell, one.seats) for one in copy.quotas.all()] == [({age.key: "old"}, 7)]
    assert [one.text for one in copy.statements.all()] == ["A seed."]
    assert not copy.participants.exists()
    assert not copy.invitations.exists()
    assert [(one.user, one.role) for one in copy.memberships.all()] == [(owner, "owner")]
    assert check_deliberation(copy).differences == ()

    browser.post(f"{BASE}/copy/", {"title": "Bare"})
    bare = Deliberation.objects.get(slug="bare")
    assert not (bare.questions.exists() or bare.quotas.exists() or bare.statements.exists())
    assert bare.population == {}
