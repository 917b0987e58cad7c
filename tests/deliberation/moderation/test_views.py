"""Deciding over HTTP, as the plain forms of the panel send it."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deliberation.models import Deliberation, DuplicateCandidate, Event, Job, ModerationDecision, Statement
from deliberation.moderation.services import moderate_statement
from deliberation.people.notices import request_sending
from deliberation.results.semantic_index import request_index
from deliberation.results.services import request_analysis
from deliberation.voting.forms import new_client_key
from tests.factories import DeliberationFactory, MembershipFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db

PENDING, ACCEPTED, REJECTED = Statement.State.PENDING, Statement.State.ACCEPTED, Statement.State.REJECTED
PAYLOAD = "\"'><script>alert(1)</script><svg onload=alert(2)> is what an AI should say."


@pytest.fixture
def browser(signed_in, moderator):
    return signed_in(moderator)


@pytest.fixture
def queue(deliberation):
    return [StatementFactory(deliberation=deliberation, state=PENDING) for _ in range(3)]


def decide(browser, statement, outcome, **fields):
    fields = {"outcome": outcome, "key": new_client_key()} | fields
    address = reverse("deliberation:moderation_decide", args=[statement.deliberation.slug, statement.number])
    answer = browser.post(address, fields)
    statement.refresh_from_db()
    return answer


def desk(browser, deliberation, statement=1, **query):
    query["statement"] = statement
    answer = browser.get(reverse("deliberation:moderation_queue", args=[deliberation.slug]), query)
    assert answer.status_code == 200
    return answer


def undo(browser, statement, key=None):
    address = reverse("deliberation:moderation_undo", args=[statement.deliberation.slug])
    answer = browser.post(address, {"statement": statement.number, "key": key or new_client_key()})
    statement.refresh_from_db()
    return answer


def queue_page(browser, deliberation, **query):
    answer = browser.get(reverse("deliberation:moderation_queue", args=[deliberation.slug]), query)
    assert answer.status_code == 200
    return answer


def test_the_queue_lists_what_waits_the_oldest_first(browser, deliberation, queue):
    assert [item.statement for item in queue_page(browser, deliberation).context["page"]] == queue


def test_the_desk_says_where_it_stands_and_what_comes_next(browser, deliberation, queue):
    context = desk(browser, deliberation).context
    assert context["statement"] == queue[0]
    assert [item.statement.number for item in context["desk"].ahead] == [2, 3]
    assert (context["desk"].position, context["desk"].items) == (1, 3)


def test_any_statement_can_be_put_on_the_desk(browser, deliberation, queue):
    context = desk(browser, deliberation, statement=2).context
    assert (context["statement"], context["desk"].before, context["desk"].after) == (queue[1], 1, 3)


@pytest.mark.parametrize("wanted", ["999", "x", "-1", "9" * 30])
def test_an_unknown_number_shows_the_queue(browser, deliberation, queue, wanted):
    assert len(queue_page(browser, deliberation, statement=wanted).context["page"]) == 3


def test_an_empty_queue_says_so(browser, deliberation):
    assert "Nothing is waiting." in queue_page(browser, deliberation).content.decode()


def test_accepting_moves_on_to_the_next(browser, moderator, queue):
    answer = decide(browser, queue[1], "accepted")
    assert answer.headers["Location"].endswith("/moderation/?statement=3")
    assert queue[1].state == ACCEPTED
    assert queue[1].last_decision().decided_by == moderator


def test_after_the_last_in_line_the_first_comes_again(browser, queue):
    assert decide(browser, queue[2], "accepted").headers["Location"].endswith("?statement=1")


def test_rejecting_keeps_reason_and_note(browser, queue):
    decide(browser, queue[0], "rejected", reason="unclear", note="What is “it”?")
    decision = queue[0].last_decision()
    assert (queue[0].state, decision.reason, decision.note) == (REJECTED, "unclear", "What is “it”?")


@pytest.mark.parametrize("reason", ["", "ugly"])
def test_without_a_known_reason_nothing_is_rejected_and_the_note_is_kept(browser, queue, reason):
    answer = decide(browser, queue[0], "rejected", reason=reason, note="Long thoughts <b>here</b>")
    assert answer.status_code == 422
    assert queue[0].state == PENDING
    assert "Long thoughts &lt;b&gt;here&lt;/b&gt;</textarea>" in answer.content.decode()


def test_a_note_that_is_too_long_is_refused_whole_and_kept(browser, queue):
    answer = decide(browser, queue[0], "rejected", reason="spam", note="x" * 501)
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()
    assert queue[0].state == PENDING


def test_invisible_characters_in_a_note_do_no_harm(browser, queue):
    decide(browser, queue[0], "rejected", reason="spam", note="a\x00b\u202ec")
    assert queue[0].last_decision().note == "abc"


def test_a_statement_can_be_marked_as_being_about_the_deliberation(browser, queue):
    decide(browser, queue[0], "accepted", is_meta="on")
    decide(browser, queue[1], "accepted")
    assert (queue[0].is_meta, queue[1].is_meta) == (True, False)


def test_merging_points_to_the_statement_that_stays(browser, queue, statement):
    decide(browser, queue[0], "duplicate", duplicate_of=statement.number)
    assert (queue[0].state, queue[0].merged_into) == (ACCEPTED, statement)


@pytest.mark.parametrize("number", ["", "999", "1e3", "-1"])
def test_merging_into_nothing_is_refused(browser, queue, number):
    answer = decide(browser, queue[0], "duplicate", duplicate_of=number)
    assert answer.status_code == 422
    assert queue[0].state == PENDING


def test_merging_into_another_deliberation_is_refused(browser, queue):
    elsewhere = StatementFactory(number=77)
    assert decide(browser, queue[0], "duplicate", duplicate_of=elsewhere.number).status_code == 422


def test_merging_into_a_waiting_statement_is_refused_with_the_reason(browser, queue):
    answer = decide(browser, queue[0], "duplicate", duplicate_of=queue[1].number)
    assert "can only be merged into one that is open for voting" in answer.content.decode()


def test_a_statement_of_another_deliberation_cannot_be_decided_about(browser, deliberation):
    elsewhere = StatementFactory(number=77, state=PENDING)
    address = reverse("deliberation:moderation_decide", args=[deliberation.slug, 77])
    assert browser.post(address, {"outcome": "accepted", "key": new_client_key()}).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.state == PENDING


def test_sending_a_decision_again_decides_once(browser, queue):
    key = new_client_key()
    for _time in range(3):
        assert decide(browser, queue[0], "rejected", reason="spam", key=key).status_code == 302
    assert queue[0].decisions.count() == 1
    assert Event.objects.filter(kind=Event.Kind.STATEMENT_MODERATED).count() == 1


def test_another_button_of_the_same_page_is_another_decision(browser, queue):
    key = new_client_key()
    decide(browser, queue[0], "rejected", reason="spam", key=key)
    decide(browser, queue[0], "reopened", key=key)
    decide(browser, queue[0], "accepted", key=key)
    assert queue[0].state == ACCEPTED


def test_two_moderators_do_not_overrule_each_other_unawares(browser, signed_in, owner, queue):
    decide(signed_in(owner), queue[0], "accepted")
    answer = decide(browser, queue[0], "rejected", reason="spam")
    assert answer.status_code == 422
    assert "Somebody else has decided" in answer.content.decode()
    assert queue[0].state == ACCEPTED


def test_a_decided_statement_shows_its_decision_and_can_be_put_back(browser, deliberation, queue):
    decide(browser, queue[0], "rejected", reason="hateful")
    html = desk(browser, deliberation, statement=1).content.decode()
    assert "Hateful or abusive" in html
    answer = decide(browser, queue[0], "reopened")
    assert queue[0].state == PENDING
    assert answer.headers["Location"].endswith("?statement=1")


def test_undo_puts_a_statement_back_into_the_queue(browser, queue):
    decide(browser, queue[0], "accepted", is_meta="on")
    answer = undo(browser, queue[0])
    assert answer.headers["Location"].endswith("?statement=1")
    assert (queue[0].state, queue[0].is_meta) == (PENDING, False)
    assert queue[0].decisions.count() == 2


def test_undo_restores_the_decision_before(browser, queue, statement):
    decide(browser, queue[0], "duplicate", duplicate_of=statement.number)
    moderate_statement(
        statement=queue[0], outcome="rejected", reason="spam", decided_by=queue[0].last_decision().decided_by
    )
    undo(browser, queue[0])
    assert (queue[0].state, queue[0].merged_into) == (ACCEPTED, statement)


def test_undoing_a_merge_offers_the_pair_again(browser, queue, statement):
    first, second = sorted([queue[0], statement], key=lambda each: each.pk)
    pair = DuplicateCandidate.objects.create(
        deliberation=statement.deliberation, first=first, second=second, similarity=0.9
    )
    decide(browser, queue[0], "duplicate", duplicate_of=statement.number)
    pair.refresh_from_db()
    assert pair.state == DuplicateCandidate.State.CONFIRMED
    undo(browser, queue[0])
    pair.refresh_from_db()
    assert pair.state == DuplicateCandidate.State.PROPOSED


def test_sending_an_undo_again_undoes_once(browser, queue):
    decide(browser, queue[0], "accepted")
    key = new_client_key()
    undo(browser, queue[0], key)
    undo(browser, queue[0], key)
    assert (queue[0].state, queue[0].decisions.count()) == (PENDING, 2)


def test_nobody_undoes_what_somebody_else_decided(browser, signed_in, owner, queue):
    decide(signed_in(owner), queue[0], "accepted")
    undo(browser, queue[0])
    assert queue[0].state == ACCEPTED


def test_a_decision_that_was_overruled_is_not_offered_for_undoing(
    browser, deliberation, signed_in, owner, queue
):
    decide(browser, queue[0], "accepted")
    assert queue_page(browser, deliberation).context["undoable"] is not None
    decide(signed_in(owner), queue[0], "reopened")
    assert queue_page(browser, deliberation).context["undoable"] is None


def test_likely_duplicates_lie_beside_the_statement_with_their_warning(
    browser, deliberation, queue, statement
):
    DuplicateCandidate.objects.create(
        deliberation=deliberation,
        first=queue[0],
        second=statement,
        similarity=0.93,
        warning="One of them negates what the other says.",
    )
    html = desk(browser, deliberation, queue[0].number).content.decode()
    assert statement.text in html
    assert "93% alike" in html
    assert "May say the opposite." in html
    assert "One of them negates what the other says." in html


def test_a_dismissed_pair_is_not_offered(browser, deliberation, queue, statement):
    DuplicateCandidate.objects.create(
        deliberation=deliberation, first=queue[0], second=statement, similarity=0.9, state="dismissed"
    )
    assert desk(browser, deliberation, queue[0].number).context["desk"].likenesses == ()


@pytest.mark.parametrize("find", ["honest", "HONEST", "4"])
def test_a_statement_to_merge_into_is_found_by_words_or_number(browser, deliberation, queue, find):
    wanted = StatementFactory(deliberation=deliberation, text="An AI should be honest.", number=4)
    StatementFactory(deliberation=deliberation, text="An AI is honest, waiting.", state=PENDING, number=5)
    assert desk(browser, deliberation, find=find).context["found"] == [wanted]
    address = reverse("deliberation:moderation_targets", args=[deliberation.slug, 1])
    assert wanted.text in browser.get(address, {"find": find}).content.decode()


def test_with_htmx_the_desk_alone_comes_back_under_its_new_address(browser, queue):
    address = reverse("deliberation:moderation_decide", args=[queue[0].deliberation.slug, 1])
    answer = browser.post(
        address, {"outcome": "accepted", "key": new_client_key()}, headers={"HX-Request": "true"}
    )
    html = answer.content.decode()
    assert "<html" not in html
    assert queue[1].text in html
    assert answer.headers["HX-Push-Url"].endswith("/moderation/?statement=2")


def tab(browser, deliberation, name, **query):
    address = reverse("deliberation:moderation_decided", args=[deliberation.slug, name])
    return [statement.number for statement in browser.get(address, query).context["page"]]


def test_the_accepted_lead_to_their_desk_and_to_what_one_person_may_do(browser, deliberation, statement):
    address = reverse("deliberation:moderation_decided", args=[deliberation.slug, "accepted"])
    number = statement.number

    html = browser.get(address).content.decode()
    assert f'moderation/?statement={number}"' in html
    assert 'value="reopened"' in html
    assert "Propose to reject it" not in html

    VoteFactory(statement=statement)
    html = browser.get(address).content.decode()
    assert 'value="reopened"' not in html
    together = reverse("deliberation:moderation_reject_together", args=[deliberation.slug, number])
    assert f'href="{together}"' in html


def test_each_tab_lists_its_statements(browser, deliberation, queue, statement):
    decide(browser, queue[0], "rejected", reason="spam")
    decide(browser, queue[1], "duplicate", duplicate_of=statement.number)
    assert tab(browser, deliberation, "accepted") == [statement.number]
    assert tab(browser, deliberation, "rejected") == [queue[0].number]
    assert tab(browser, deliberation, "merged") == [queue[1].number]
    assert tab(browser, deliberation, "accepted", q="nowhere\x00") == []


def settle(browser, pair, verdict):
    address = reverse("deliberation:moderation_settle_pair", args=[pair.deliberation.slug])
    fields = {"first": pair.first.number, "second": pair.second.number, "verdict": verdict}
    answer = browser.post(address, fields | {"key": new_client_key()})
    pair.refresh_from_db()
    return answer


@pytest.fixture
def pair(deliberation):
    first, second = StatementFactory.create_batch(2, deliberation=deliberation)
    return DuplicateCandidate.objects.create(
        deliberation=deliberation, first=first, second=second, similarity=0.97, warning="They may differ."
    )


def test_a_pair_is_listed_with_its_similarity_warning_and_votes(browser, deliberation, pair):
    Deliberation.objects.update(blind_moderation=False)
    VoteFactory(statement=pair.first)
    html = browser.get(
        reverse("deliberation:moderation_duplicates", args=[deliberation.slug])
    ).content.decode()
    for words in (pair.first.text, pair.second.text, "97% alike", "They may differ.", "1 vote", "0 votes"):
        assert words in html


@pytest.mark.parametrize(("verdict", "merged"), [("merge_first", "first"), ("merge_second", "second")])
def test_a_pair_is_merged_either_way(browser, pair, verdict, merged):
    settle(browser, pair, verdict)
    assert pair.state == DuplicateCandidate.State.CONFIRMED
    kept = "second" if merged == "first" else "first"
    assert getattr(pair, merged).merged_into == getattr(pair, kept)
    assert getattr(pair, kept).merged_into is None


def test_a_pair_can_be_dismissed_and_is_gone(browser, deliberation, pair):
    settle(browser, pair, "dismiss")
    assert pair.state == DuplicateCandidate.State.DISMISSED
    html = browser.get(
        reverse("deliberation:moderation_duplicates", args=[deliberation.slug])
    ).content.decode()
    assert "No pairs to look at." in html
    assert not ModerationDecision.objects.exists()


def test_a_merge_that_cannot_be_is_refused_with_the_reason(browser, pair):
    moderate_statement(statement=pair.second, outcome="rejected", reason="spam", decided_by=None)
    answer = browser.get(settle(browser, pair, "merge_first").headers["Location"])
    assert "can only be merged into one that is open for voting" in unescape(answer.content.decode())
    assert pair.first.merged_into is None


def test_a_pair_of_another_deliberation_cannot_be_settled(browser, deliberation):
    elsewhere = DeliberationFactory()
    first, second = StatementFactory.create_batch(2, deliberation=elsewhere)
    DuplicateCandidate.objects.create(deliberation=elsewhere, first=first, second=second, similarity=0.9)
    address = reverse("deliberation:moderation_settle_pair", args=[deliberation.slug])
    fields = {"first": first.number, "second": second.number, "verdict": "dismiss", "key": new_client_key()}
    assert browser.post(address, fields).status_code == 404


def jobs_page(browser, deliberation):
    return browser.get(reverse("deliberation:moderation_jobs", args=[deliberation.slug])).content.decode()


def test_an_analysis_can_be_asked_for_and_is_asked_for_once(browser, deliberation):
    for _time in range(2):
        browser.post(reverse("deliberation:moderation_analyse", args=[deliberation.slug]))
    assert Job.objects.filter(task="deliberation.tasks.run_analysis").count() == 1
    html = jobs_page(browser, deliberation)
    assert "Analysis of the votes" in html
    assert 'hx-trigger="every 2s"' in html


def test_a_running_job_shows_how_far_it_is(browser, deliberation):
    job = request_analysis(deliberation=deliberation)
    job.claim()
    job.report("Finding groups", 0.42)
    assert "42% · Finding groups" in jobs_page(browser, deliberation)


def test_a_failed_job_shows_why_in_words_and_can_be_tried_again(browser, deliberation):
    job = request_analysis(deliberation=deliberation)
    job.claim()
    job.fail("Traceback\n  <b>line</b>\nValueError: no votes", Job.Failure.PROGRAM)
    html = jobs_page(browser, deliberation)
    assert "The program made an error. Whoever runs this site finds it in the log." in html
    assert "ValueError" not in html
    assert "hx-trigger" not in html
    for said in ("It will be tried again.", "Nothing that failed is left to be tried again."):
        address = reverse("deliberation:moderation_retry_job", args=[deliberation.slug])
        assert said in browser.post(address, {"job": job.key}, follow=True).content.decode()
        job.refresh_from_db()
        assert (job.state, job.attempts) == (Job.State.QUEUED, 0)


def test_a_refusal_is_shown_as_it_is(browser, deliberation):
    job = request_analysis(deliberation=deliberation)
    job.claim()
    job.fail("There are no votes to analyse yet.", Job.Failure.REFUSED)
    assert "There are no votes to analyse yet." in jobs_page(browser, deliberation)


def test_every_kind_of_work_of_a_deliberation_is_shown_what_failed_first(browser, deliberation):
    request_analysis(deliberation=deliberation)
    sending = request_sending(deliberation)
    sending.claim()
    sending.fail("Traceback", Job.Failure.SERVER)
    html = jobs_page(browser, deliberation)
    assert "Another server that it needs could not be reached." in html
    assert html.index("E-mails to participants") < html.index("Analysis of the votes")
    assert "1 failed" in html and "1 waiting" in html


def test_all_that_failed_is_tried_again_at_once_and_the_rest_is_left(browser, deliberation):
    failed = [request_analysis(deliberation=deliberation), request_sending(deliberation)]
    elsewhere = request_analysis(deliberation=DeliberationFactory())
    for job in (*failed, elsewhere):
        job.claim()
        job.fail("No.")
    running = request_index(deliberation=deliberation)
    running.claim()
    assert "Try all 2 that failed again" in jobs_page(browser, deliberation)
    address = reverse("deliberation:moderation_retry_all_jobs", args=[deliberation.slug])
    assert "2 jobs will be tried again." in browser.post(address, follow=True).content.decode()
    states = {job.pk: job.state for job in Job.objects.all()}
    assert [states[job.pk] for job in (*failed, elsewhere, running)] == [
        "queued",
        "queued",
        "failed",
        "running",
    ]


def test_a_job_that_pauses_says_when_it_is_tried_again(browser, deliberation):
    job = request_analysis(deliberation=deliberation)
    job.claim()
    job.fail_for_now("Traceback", Job.Failure.DATABASE)
    html = jobs_page(browser, deliberation)
    assert "The database could not be reached." in html
    assert "is tried again at" in html and "(attempt 2 of 3)" in html


def test_another_deliberations_jobs_are_neither_seen_nor_tried_again(browser, deliberation):
    job = request_analysis(deliberation=DeliberationFactory())
    job.claim()
    job.fail("Elsewhere")
    assert "Elsewhere" not in jobs_page(browser, deliberation)
    address = reverse("deliberation:moderation_retry_job", args=[deliberation.slug])
    assert browser.post(address, {"job": job.key}).status_code == 404


def test_what_people_wrote_is_text_on_every_page_of_the_panel(browser, moderator, deliberation):
    first = StatementFactory(deliberation=deliberation, text=PAYLOAD, state=PENDING)
    second = StatementFactory(deliberation=deliberation, text=PAYLOAD + " again")
    DuplicateCandidate.objects.create(
        deliberation=deliberation, first=first, second=second, similarity=0.9, warning=PAYLOAD
    )
    rejected = StatementFactory(deliberation=deliberation, text=PAYLOAD + " thrice", state=PENDING)
    decide(browser, rejected, "rejected", reason="spam", note=PAYLOAD)
    for name, parts, query in (
        ("moderation_queue", [], {}),
        ("moderation_queue", [], {"statement": first.number, "find": "script"}),
        ("moderation_duplicates", [], {}),
        ("moderation_decided", ["rejected"], {"q": "script"}),
        ("moderation_targets", [first.number], {"find": PAYLOAD}),
    ):
        html = browser.get(
            reverse(f"deliberation:{name}", args=[deliberation.slug, *parts]), query
        ).content.decode()
        assert "<script>alert" not in html
        assert "<svg onload" not in html
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize("name", ["moderation_queue", "moderation_duplicates", "accepted"])
def test_a_thousand_statements_take_no_more_queries(signed_in, name):
    counts = []
    for size in (3, 1000):
        deliberation = DeliberationFactory()
        browser = signed_in(MembershipFactory(deliberation=deliberation).user)
        fill(deliberation, size)
        address = (
            reverse(f"deliberation:{name}", args=[deliberation.slug])
            if "_" in name
            else reverse("deliberation:moderation_decided", args=[deliberation.slug, name])
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def fill(deliberation, size):
    """Put statements into the queue and as many among the accepted, with proposed pairs."""
    for state, start in ((PENDING, 0), (ACCEPTED, size)):
        Statement.objects.bulk_create(
            Statement(deliberation=deliberation, number=start + i, text=f"{state} {i}", state=state)
            for i in range(size)
        )
    statements = list(deliberation.statements.order_by("number"))
    DuplicateCandidate.objects.bulk_create(
        DuplicateCandidate(deliberation=deliberation, first=one, second=other, similarity=0.9)
        for one, other in zip(statements[:size], statements[size:], strict=True)
    )
