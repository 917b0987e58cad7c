import contextlib
import re
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from redis.exceptions import RedisError

from deliberation.integrity import rate_limits
from deliberation.jobs import publish_jobs, run_job
from deliberation.models import Deliberation, Job, ModerationDecision, Notice, NoticeSubscription, Statement
from deliberation.moderation.services import moderate_statement
from deliberation.moderation.undoing import undo_decision
from deliberation.people.notices import (
    SEND_TASK,
    confirm_subscription,
    keep_subscription,
    notify_ratification_open,
    notify_results_open,
    request_due_notices,
    stop_notices,
)
from deliberation.people.notices_links import CONFIRM_SALT, confirm_token, stop_token
from deliberation.people.notices_sending import send_notices
from deliberation.people.participation import remember_participant
from tests.deliberation.test_jobs import wait_for
from tests.factories import ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=2)
ANA = "ana@example.org"


@pytest.fixture(autouse=True)
def uncounted(monkeypatch, settings):
    rate_limits._local_storage.cache_clear()
    with contextlib.suppress(RedisError):
        rate_limits._shared_storage(settings.REDIS_URL).reset()
    monkeypatch.setattr(rate_limits, "_paused_until", 0.0)


@pytest.fixture
def browser(participant):
    """The browser in which the participant votes."""
    return browser_of(participant)


@pytest.fixture
def subscription(participant):
    """The participant's confirmed wish to be told of everything."""
    return subscribed(participant)


def browser_of(participant):
    from django.http import HttpResponse

    answer = HttpResponse()
    remember_participant(answer, participant)
    client = Client()
    client.cookies.update(answer.cookies)
    return client


def subscribed(participant, email=ANA, **wishes):
    subscription = keep_subscription(participant=participant, email=email, language="en", **wishes)
    confirm_subscription(subscription=subscription)
    Notice.objects.filter(kind=Notice.Kind.CONFIRMATION).delete()
    Job.objects.filter(task=SEND_TASK).delete()
    subscription.refresh_from_db()
    return subscription


def page(deliberation):
    return reverse("deliberation:notices", args=[deliberation.slug])


def wish(**fields):
    return {"email": ANA, "on_decision": "on", "on_results": "on", "on_ratification": "on"} | fields


def link_in(message, name):
    return re.search(rf"http://127\.0\.0\.1:8000(/notices/{name}/\S+)", message.body)[1]


def decide(statement, moderator, outcome="accepted", **fields):
    return moderate_statement(statement=statement, outcome=outcome, decided_by=moderator, **fields)


def pending(participant, text="An AI should be kind."):
    return StatementFactory(
        deliberation=participant.deliberation, author=participant, text=text, state=Statement.State.PENDING
    )


def send_later(deliberation):
    """Do what the relay and a worker do two minutes later."""
    with time_machine.travel(timezone.now() + LATER, tick=True):
        request_due_notices()
        for job in Job.objects.filter(task=SEND_TASK).unfinished():
            run_job(job, lambda report: send_notices(deliberation=deliberation, report=report))


def test_an_address_is_written_to_only_after_it_has_said_yes(browser, participant, deliberation):
    assert browser.post(page(deliberation), wish()).headers["Location"] == page(deliberation)
    assert "ana@example.org" in browser.get(page(deliberation)).content.decode()
    send_notices(deliberation=deliberation)
    [request] = mail.outbox
    assert request.to == [ANA]

    stranger = Client(enforce_csrf_checks=True)
    link = link_in(request, "confirm")
    assert "Yes, write to me" in stranger.get(link).content.decode()
    assert not NoticeSubscription.objects.confirmed().exists()
    assert "is confirmed" in stranger.post(link).content.decode()
    assert NoticeSubscription.objects.confirmed().get().participant == participant
    assert stranger.get(link).status_code == 200


def test_the_request_is_sent_at_once_and_not_twice(browser, deliberation):
    browser.post(page(deliberation), wish())
    job = Job.objects.get(task=SEND_TASK)
    assert job.arguments == {"deliberation": deliberation.public_id}
    assert send_notices(deliberation=deliberation)["sent"] == 1
    assert send_notices(deliberation=deliberation)["sent"] == 0
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("spoil", [lambda token: token[:-2] + "xx", lambda token: "nonsense"])
def test_a_tampered_link_confirms_nothing_and_says_so(client, participant, spoil):
    subscription = keep_subscription(participant=participant, email=ANA, language="en")
    for name, token in (("confirm", confirm_token(subscription)), ("stop", stop_token(subscription))):
        answer = client.post(reverse(f"deliberation:notices_{name}", args=[spoil(token)]))
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()
    assert NoticeSubscription.objects.filter(confirmed_at=None).exists()


def test_a_link_of_last_week_says_that_it_is_too_old(client, participant):
    subscription = keep_subscription(participant=participant, email=ANA, language="en")
    link = reverse("deliberation:notices_confirm", args=[confirm_token(subscription)])
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        answer = client.post(link)
        assert answer.status_code == 410
        request_due_notices()
    assert not NoticeSubscription.objects.exists()


def test_a_link_confirms_no_other_address(client, participant):
    first = keep_subscription(participant=participant, email=ANA, language="en")
    link = reverse("deliberation:notices_confirm", args=[confirm_token(first)])
    keep_subscription(participant=participant, email="ben@example.org", language="en")
    assert client.post(link).status_code == 404
    assert not NoticeSubscription.objects.confirmed().exists()


def test_a_token_for_something_else_confirms_nothing(client, participant):
    subscription = keep_subscription(participant=participant, email=ANA, language="en")
    other = signing.dumps(
        {"subscription": subscription.public_id, "email": ANA}, salt=f"{CONFIRM_SALT}.other"
    )
    assert client.post(reverse("deliberation:notices_confirm", args=[other])).status_code == 404


def test_a_mail_program_unsubscribes_with_one_click(subscription, participant, moderator):
    decide(pending(participant), moderator)
    send_later(participant.deliberation)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    program = Client(enforce_csrf_checks=True)
    for _time in range(2):
        answer = program.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert not NoticeSubscription.objects.exists()
    assert not Notice.objects.exists()


def test_opening_the_link_to_stop_stops_nothing_yet(client, subscription):
    link = reverse("deliberation:notices_stop", args=[stop_token(subscription)])
    client.head(link)
    assert "Stop the emails?" in client.get(link).content.decode()
    assert NoticeSubscription.objects.exists()


def test_a_participant_changes_what_they_are_told_and_stops_it(browser, subscription, deliberation):
    browser.post(page(deliberation), wish(on_results=""))
    subscription.refresh_from_db()
    assert (subscription.on_decision, subscription.on_results, subscription.is_confirmed) == (
        True,
        False,
        True,
    )
    assert Notice.objects.count() == 0
    browser.post(page(deliberation), {"stop": "1"})
    assert not NoticeSubscription.objects.exists()


def test_a_new_address_has_to_say_yes_again(browser, subscription, deliberation, moderator, participant):
    browser.post(page(deliberation), wish(email="new@example.org"))
    decide(pending(participant), moderator)
    send_later(deliberation)
    assert [(message.to, "confirm" in message.body) for message in mail.outbox] == [
        (["new@example.org"], True)
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "no address"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"on_decision": "", "on_results": "", "on_ratification": ""},
    ],
)
def test_what_makes_no_sense_is_said_and_not_kept(browser, deliberation, fields):
    fields = {name: value for name, value in wish(**fields).items() if value}
    answer = browser.post(page(deliberation), fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not NoticeSubscription.objects.exists()


def test_somebody_who_has_not_joined_is_told_where_to_begin(client, deliberation):
    assert client.post(page(deliberation), wish()).status_code == 200
    assert not NoticeSubscription.objects.exists()


def test_nobody_is_sent_more_requests_than_the_limit(deliberation, settings):
    settings.NOTICE_RATE_LIMIT = "2/hour"
    browsers = [browser_of(ParticipantFactory(deliberation=deliberation)) for _person in range(3)]
    answers = [browser.post(page(deliberation), wish()) for browser in browsers]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert NoticeSubscription.objects.count() == 2


def test_two_people_may_use_one_address_and_neither_learns_of_it(deliberation):
    pages = []
    for _person in range(2):
        browser = browser_of(ParticipantFactory(deliberation=deliberation))
        browser.post(page(deliberation), wish())
        html = browser.get(page(deliberation)).content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html))
    assert pages[0] == pages[1]


def test_an_author_is_told_each_standing_decision_once_in_one_email(subscription, participant, moderator):
    other = StatementFactory(deliberation=participant.deliberation, text="Kindness matters.")
    decide(pending(participant, "Be kind."), moderator)
    decide(pending(participant, "Buy now!"), moderator, "rejected", reason="spam", note="An advert.")
    decide(pending(participant, "Be nice."), moderator, "duplicate", duplicate_of=other)
    send_later(participant.deliberation)
    send_later(participant.deliberation)
    [message] = mail.outbox
    html = message.alternatives[0][0]
    for part in ("Be kind.", "Buy now!", "Spam", "An advert.", "Be nice.", "Kindness matters."):
        assert part in message.body
        assert part in html
    assert f"http://127.0.0.1:8000/d/{participant.deliberation.slug}/" in message.body


def test_a_decision_taken_back_within_a_minute_is_never_told(subscription, participant, moderator):
    statement = pending(participant)
    decision = decide(statement, moderator, "rejected", reason="spam")
    assert send_notices(deliberation=participant.deliberation)["sent"] == 0
    undo_decision(decision=decision, decided_by=moderator, client_key="back")
    send_later(participant.deliberation)
    assert mail.outbox == []
    assert not Notice.objects.due().exists()


@pytest.mark.parametrize("wishes", [{"on_decision": False}, {"author": None}])
def test_who_did_not_ask_is_not_told_of_decisions(participant, moderator, wishes):
    subscribed(participant, on_decision=wishes.get("on_decision", True))
    statement = (
        pending(participant)
        if "author" not in wishes
        else StatementFactory(
            deliberation=participant.deliberation, author=None, state=Statement.State.PENDING
        )
    )
    decide(statement, moderator)
    assert not Notice.objects.exists()


def test_a_refused_decision_leaves_no_notice(subscription, participant, moderator):
    with pytest.raises(Exception, match="reason"):
        decide(pending(participant), moderator, "rejected")
    assert not Notice.objects.exists()


def test_the_end_of_voting_is_told_once(subscription, deliberation):
    assert notify_results_open(deliberation=deliberation) == 0
    ended = timezone.now() - timedelta(hours=1)
    Deliberation.objects.filter(pk=deliberation.pk).update(voting_until=ended)
    request_due_notices()
    send_notices(deliberation=deliberation)
    Deliberation.objects.update(voting_until=None)
    Deliberation.objects.update(state=Deliberation.State.CLOSED)
    request_due_notices()
    send_notices(deliberation=deliberation)
    [message] = mail.outbox
    assert message.subject == f"Voting has ended: “{deliberation.title}”"
    assert f"/d/{deliberation.slug}/results/" in message.body


def test_who_asks_after_the_end_is_not_told_of_it(deliberation, participant):
    Deliberation.objects.filter(pk=deliberation.pk).update(state=Deliberation.State.CLOSED)
    participant.deliberation.refresh_from_db()
    subscribed(participant)
    request_due_notices()
    send_notices(deliberation=deliberation)
    assert mail.outbox == []


def test_a_ratification_is_told_on_the_day_it_begins(subscription, deliberation):
    deliberation.ratifying_from = timezone.now() + timedelta(days=20)
    deliberation.save()
    for _time in range(2):
        notify_ratification_open(deliberation=deliberation, version_number=1, page="/d/x/ratify/")
    assert send_notices(deliberation=deliberation)["sent"] == 0
    with time_machine.travel(deliberation.ratifying_from + LATER, tick=True):
        request_due_notices()
        assert send_notices(deliberation=deliberation)["sent"] == 1
    assert "http://127.0.0.1:8000/d/x/ratify/" in mail.outbox[0].body


def test_an_email_is_in_the_language_of_its_reader(participant, deliberation):
    with translation.override("en"):
        keep_subscription(participant=participant, email=ANA, language="ar")
        send_notices(deliberation=deliberation)
    assert '<html lang="ar" dir="rtl">' in mail.outbox[0].alternatives[0][0]


def test_the_language_is_the_one_the_reader_had_the_site_in(participant, deliberation):
    browser = browser_of(participant)
    browser.post(page(deliberation), wish(), headers={"accept-language": "zh-hant"})
    assert NoticeSubscription.objects.get().language == "zh-hant"


def test_a_title_with_line_breaks_makes_no_header(subscription, deliberation, participant, moderator):
    Deliberation.objects.update(title="Kind AI\r\nBcc: everybody@example.org\u2028\u202eend")
    decide(pending(participant), moderator)
    send_later(deliberation)
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert "\n" not in mail.outbox[0].subject
    assert "\u202e" not in mail.outbox[0].subject


def test_what_people_wrote_stays_text_and_in_its_place(subscription, participant, moderator):
    statement = pending(participant, "<b>كن لطيفا</b> & 🙂")
    Statement.objects.filter(pk=statement.pk).update(text="\u202e<b>كن لطيفا</b> & 🙂")
    decide(statement, moderator)
    send_later(participant.deliberation)
    body, html = mail.outbox[0].body, mail.outbox[0].alternatives[0][0]
    assert "“\u2068<b>كن لطيفا</b> & 🙂\u2069”" in body
    assert "&lt;b&gt;كن لطيفا&lt;/b&gt; &amp; 🙂" in html
    assert "\u202e" not in body + html


class RefusesSome(EmailBackend):
    """A mail server with opinions: by address, a refusal for good, one for now, or no connection."""

    def send_messages(self, messages):
        to = messages[0].to[0]
        if to.startswith("gone"):
            raise smtplib.SMTPRecipientsRefused({to: (550, b"no such user")})
        if to.startswith("busy"):
            raise smtplib.SMTPRecipientsRefused({to: (450, b"try later")})
        if to.startswith("down"):
            raise smtplib.SMTPServerDisconnected("gone away")
        return super().send_messages(messages)


def results_for(deliberation, settings, *emails):
    settings.EMAIL_BACKEND = f"{__name__}.RefusesSome"
    for email in emails:
        subscribed(ParticipantFactory(deliberation=deliberation), email=email)
    Deliberation.objects.filter(pk=deliberation.pk).update(state=Deliberation.State.CLOSED)
    request_due_notices()


def test_one_refused_address_holds_up_nobody(deliberation, settings):
    results_for(deliberation, settings, "gone@a.org", "busy@a.org", ANA)
    counts = send_notices(deliberation=deliberation)
    assert (counts["sent"], counts["refused"], counts["postponed"]) == (1, 1, 1)
    assert [notice.subscription.email for notice in Notice.objects.due()] == ["busy@a.org"]


def test_a_lost_mail_server_fails_the_job_and_is_tried_again_later(deliberation, settings):
    results_for(deliberation, settings, ANA, "down@a.org", "zoe@a.org")
    job = Job.objects.get(task=SEND_TASK)
    for _attempt in range(settings.JOB_MAXIMUM_ATTEMPTS):
        assert Job.objects.get(pk=job.pk).state == Job.State.QUEUED
        with pytest.raises(smtplib.SMTPServerDisconnected):
            run_job(job, lambda report: send_notices(deliberation=deliberation, report=report))
        Job.objects.filter(pk=job.pk).update(not_before=None)
    job.refresh_from_db()
    assert (job.state, job.failure) == (Job.State.FAILED, Job.Failure.SERVER)
    request_due_notices()
    assert not Job.objects.filter(task=SEND_TASK).unfinished().exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
        request_due_notices()
        assert Job.objects.filter(task=SEND_TASK).unfinished().count() == 1
        NoticeSubscription.objects.filter(email="down@a.org").update(email="up@a.org")
        send_notices(deliberation=deliberation)
    assert [message.to[0] for message in mail.outbox] == [ANA, "up@a.org", "zoe@a.org"]


def test_many_emails_leave_room_for_other_work_in_between(deliberation, settings, monkeypatch):
    monkeypatch.setattr("deliberation.people.notices_sending.AT_ONCE", 2)
    results_for(deliberation, settings, "a@a.org", "b@a.org", "c@a.org")
    first = Job.objects.get(task=SEND_TASK)
    run_job(first, lambda report: send_notices(deliberation=deliberation, report=report))
    assert len(mail.outbox) == 2
    second = Job.objects.filter(task=SEND_TASK).unfinished().get()
    run_job(second, lambda report: send_notices(deliberation=deliberation, report=report))
    assert sorted(message.to[0] for message in mail.outbox) == ["a@a.org", "b@a.org", "c@a.org"]
    assert not Job.objects.filter(task=SEND_TASK).unfinished().exists()


def test_moderating_costs_one_query_more_where_nobody_asked(
    participant, moderator, django_assert_num_queries
):
    from deliberation.people.notices import notify_decisions

    statement = pending(participant)
    decision = ModerationDecision(statement=statement, outcome="accepted", pk=1)
    # The question whether anybody asked.
    with django_assert_num_queries(1):
        notify_decisions(decisions=[decision])


def test_stopping_forgets_the_address(subscription, participant):
    stop_notices(participant_id=participant.pk)
    assert not NoticeSubscription.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_what_the_relay_hands_it(participant, deliberation, celery_worker_process):
    keep_subscription(participant=participant, email=ANA, language="en")
    publish_jobs()
    job = Job.objects.get(task=SEND_TASK)
    wait_for(lambda: Job.objects.get(pk=job.pk).is_finished)
    assert Job.objects.get(pk=job.pk).result["sent"] == 1
    assert Notice.objects.get().sent_at
