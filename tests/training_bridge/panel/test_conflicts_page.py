"""The pages on critiques and on principles that pull apart, and the way from there to an amendment."""

import dataclasses
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import Concern, ConstitutionVersion
from constitution.services import open_ratification, start_amendment
from constitution.services.concerns import find_concerns
from deliberation.models import Event, User
from tests.training_bridge.panel.rehearsals import SETTINGS, do
from training_bridge.models import TrainingRun
from training_bridge.services import propose_order_of, start_training_run

pytestmark = pytest.mark.django_db

WHY = "Honest first, kind second."


def share(count: int, items: int) -> dict[str, Any]:
    return {"count": count, "items": items, "share": count / items, "interval": [0.1, 0.9]}


def pulled(first: str = "p01", second: str = "p02", **changed: Any) -> dict[str, Any]:
    return {
        "first": first,
        "second": second,
        "prompts": 9,
        "both_clear": 8,
        "apart": share(6, 9),
        "p_value": 0.001,
        "p_value_corrected": 0.001,
        "more_than_noise": True,
        "examples": [{"answer_pair_id": "a" * 16, "p_first_by_first": 0.9, "p_first_by_second": 0.1}],
        **changed,
    }


def conflict_figures(*pairs: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "judge": "some judge",
        "answer_pairs": 9,
        "principles": ["p01", "p02"],
        "principles_in_all": 2,
        "pairs": list(pairs),
        "position": {"agreement": share(15, 18)},
        "clear": share(14, 18),
        "noise_share": 0.02,
        "follows_places": False,
        "more_than_noise": sum(pair["more_than_noise"] for pair in pairs),
        "apart_at_all": sum(pair["apart"]["count"] > 0 for pair in pairs),
        **changed,
    }


@pytest.fixture
def conflicting(run: TrainingRun) -> TrainingRun:
    """A run in which both principles of the version pulled apart."""
    return with_figures(run, conflicts=conflict_figures(pulled()))


def with_figures(run: TrainingRun, **stages: Any) -> TrainingRun:
    run.summary = {"stages": stages}
    run.save(update_fields=["summary"])
    data = run.artifact_folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    row = {"id": "a" * 16, "prompt": "Was my cake <b>good</b>?", "answers": ["No, it was dry.", "Very good!"]}
    (data / "answer_pairs.jsonl").write_text(json.dumps(row) + "\n")
    return run


def address(name: str, run: TrainingRun) -> str:
    return reverse(f"training_bridge:{name}", args=[run.deliberation.slug, run.public_id])


def browser(account: User | None = None) -> Client:
    client = Client()
    if account is not None:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def proposal(**changed: str) -> dict[str, str]:
    return {
        "first": "p01",
        "second": "p02",
        "prevails": "second",
        "why": WHY,
        "key": "a-key-of-this-test",
        **changed,
    }


def test_citizens_see_which_principles_pull_apart_on_what_and_may_propose_nothing(
    conflicting: TrainingRun,
) -> None:
    text = browser().get(address("conflicts", conflicting)).content.decode()
    assert "1 pair of principles pulls apart more often than chance would have it" in text
    assert "They pulled apart on 6 of 9 requests" in text
    assert "Was my cake &lt;b&gt;good&lt;/b&gt;?" in text
    assert text.index("Better by Principle 1") < text.index("No, it was dry.") < text.index("Very good!")
    version = conflicting.version.number
    assert reverse("constitution:principle", args=[conflicting.deliberation.slug, version, 2]) in text
    assert "Propose an order" not in text


def test_an_order_starts_an_amendment_and_becomes_part_of_the_draft(
    conflicting: TrainingRun, owner_here: User
) -> None:
    owner = browser(owner_here)
    assert "This starts a new draft" in owner.get(address("conflicts", conflicting)).content.decode()
    answer = owner.post(address("propose_order", conflicting), proposal())
    assert answer["Location"] == f"{address('conflicts', conflicting)}#p01-p02"
    draft = ConstitutionVersion.objects.of(conflicting.deliberation).first()
    assert draft is not None and draft.parent == conflicting.version and draft.may_be_edited
    [order] = Concern.objects.orders_of(draft)
    assert order.prevails is not None and order.gives_way is not None
    assert (order.prevails.number, order.gives_way.number, order.why) == (2, 1, WHY)
    assert (order.found_by, order.detail["seen_in"]["training_run"]) == ("training", conflicting.public_id)
    event = Event.objects.get(kind=Event.Kind.CONSTITUTION_CONCERN_DECIDED)
    assert (event.user, event.payload.body["found_by"]) == (owner_here, "training")
    find_concerns(version=draft)
    assert Concern.objects.orders_of(draft).count() == 1


def test_citizens_read_the_order_on_the_page_the_version_and_the_ballot(
    conflicting: TrainingRun, owner_here: User
) -> None:
    browser(owner_here).post(address("propose_order", conflicting), proposal())
    slug = conflicting.deliberation.slug
    draft = ConstitutionVersion.objects.of(conflicting.deliberation).unfinished().get()
    said = "Principle 2 goes before principle 1"
    page = browser().get(address("conflicts", conflicting)).content.decode()
    assert said in page and WHY in page and "on which people will vote" in page
    version = browser().get(reverse("constitution:version", args=[slug, draft.number])).content.decode()
    assert said in version and WHY in version
    open_ratification(version=draft)
    ballot = browser().get(reverse("constitution:ratify", args=[slug])).content.decode()
    assert said in ballot
    assert "People are voting on it" in browser().get(address("conflicts", conflicting)).content.decode()


def test_sending_it_twice_changes_nothing_more(conflicting: TrainingRun, owner_here: User) -> None:
    owner = browser(owner_here)
    for _ in range(2):
        assert owner.post(address("propose_order", conflicting), proposal()).status_code == 302
    assert Event.objects.filter(kind=Event.Kind.CONSTITUTION_CONCERN_DECIDED).count() == 1
    assert ConstitutionVersion.objects.of(conflicting.deliberation).count() == 2


def test_what_is_decided_already_is_not_turned_round(conflicting: TrainingRun, owner_here: User) -> None:
    owner = browser(owner_here)
    owner.post(address("propose_order", conflicting), proposal())
    refused = owner.post(
        address("propose_order", conflicting), proposal(prevails="first", key="another-key-of-it")
    )
    assert refused.status_code == 409
    draft = ConstitutionVersion.objects.of(conflicting.deliberation).unfinished().get()
    assert [order.prevails.number for order in Concern.objects.orders_of(draft) if order.prevails] == [2]


def test_while_people_vote_nothing_is_proposed_and_what_was_typed_stays(
    conflicting: TrainingRun, owner_here: User
) -> None:
    draft = start_amendment(version=conflicting.version, started_by=owner_here, why="Another reason.")
    owner = browser(owner_here)
    assert (
        f"version {draft.number}, on which" in owner.get(address("conflicts", conflicting)).content.decode()
    )
    open_ratification(version=draft)
    refused = owner.post(address("propose_order", conflicting), proposal())
    assert refused.status_code == 409
    assert not Concern.objects.orders_of(draft).exists()


@pytest.mark.parametrize("missing", ["why", "prevails"])
def test_a_reason_and_a_choice_are_needed_and_nothing_typed_is_lost(
    conflicting: TrainingRun, owner_here: User, missing: str
) -> None:
    refused = browser(owner_here).post(address("propose_order", conflicting), {**proposal(), missing: ""})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert 'role="alert"' in text
    assert (WHY in text) == (missing != "why")
    assert not ConstitutionVersion.objects.of(conflicting.deliberation).unfinished().exists()


def test_principles_that_were_not_held_against_each_other_cannot_be_ordered_there(
    conflicting: TrainingRun, owner_here: User
) -> None:
    refused = browser(owner_here).post(address("propose_order", conflicting), proposal(second="p77"))
    assert refused.status_code == 409


def test_only_owners_propose(conflicting: TrainingRun, moderator_here: User) -> None:
    assert browser(moderator_here).post(address("propose_order", conflicting), proposal()).status_code in (
        403,
        404,
    )
    with pytest.raises(PermissionError):
        propose_order_of(
            run=conflicting, prevails="p01", gives_way="p02", why=WHY, proposed_by=moderator_here
        )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"follows_places": True}, "followed places, not principles"),
        ({"more_than_noise": 0}, "not more often than chance"),
        ({"more_than_noise": 0, "apart_at_all": 0}, "On none of these requests"),
    ],
)
def test_a_null_result_is_said_as_plainly(run: TrainingRun, changed: dict[str, Any], said: str) -> None:
    with_figures(run, conflicts=conflict_figures(pulled(), **changed))
    assert said in browser().get(address("conflicts", run)).content.decode()


def arm(count: int) -> dict[str, Any]:
    return {
        "accuracy": share(count, 12),
        "position": {"agreement": share(11, 12)},
        "mean_probability": {"value": 0.6, "interval": [0.5, 0.7]},
        "ties": 0,
    }


def legibility_figures(verdict: str = "rise", **changed: Any) -> dict[str, Any]:
    difference = {"value": 0.25, "interval": [0.1, 0.4], "items": 12, "prompts": 12, "verdict": verdict}
    return {
        "reader": {"model": "a reader", "parameters": 10},
        "writer": {"model": "a writer", "parameters": 20},
        "is_the_writer": False,
        "is_smaller": True,
        "rounds": 12,
        "arms": {"critique": arm(10), "other critique": arm(7), "no critique": arm(7)},
        "differences": {"other critique": difference, "no critique": difference},
        "follows_places": False,
        "least_legible": [],
        "drop_below": None,
        "accepted": 8,
        "dropped": 0,
        **changed,
    }


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (legibility_figures(), "The critiques tell which answer was rewritten"),
        (legibility_figures("no clear change"), "No clear sign that the critiques tell"),
        (legibility_figures("fall"), "found less often than without it"),
        (legibility_figures(follows_places=True), "followed places, not critiques"),
        (legibility_figures(rounds=3), "Too few critiques were read"),
        (legibility_figures(differences={}), "nothing to compare"),
        (legibility_figures(), "which is smaller than a writer"),
        (legibility_figures(is_smaller=None), "is not known here"),
        (legibility_figures(is_smaller=False), "is not smaller than"),
        (legibility_figures(is_the_writer=True), "the same one that wrote"),
        (legibility_figures(drop_below=0.5, dropped=3), "Of 8 accepted answers 3 were not learnt from"),
        ({"ended": "no answer was revised"}, "there was no critique to read"),
        ({}, "were not read a second time"),
    ],
)
def test_the_page_on_critiques_says_what_was_found_and_by_whom(
    run: TrainingRun, figures: dict[str, Any], said: str
) -> None:
    with_figures(run, legibility=figures)
    response = browser().get(address("legibility", run))
    assert response.status_code == 200
    assert said in response.content.decode()


def test_a_run_that_did_both_shows_them_and_lists_the_least_legible(
    version: ConstitutionVersion, owner_here: User
) -> None:
    settings = dataclasses.replace(SETTINGS, additions=("legibility", "conflicts"))
    run = start_training_run(version=version, settings=settings, started_by=owner_here)
    do(run)
    run.summary = json.loads((run.artifact_folder / "summary.json").read_text())
    run.save(update_fields=["summary"])
    page = browser().get(address("legibility", run)).content.decode()
    assert "The critiques that told least" in page
    assert "Scripted: no model took part." in page
    assert run.summary["stages"]["legibility"]["rounds"] > 0
