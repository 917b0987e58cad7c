"""A selection made from a stored analysis: the ballots behind it, and what a draft keeps of it."""

import json
from io import StringIO
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from constitution.models import ConstitutionVersion
from constitution.selection import RULES, Ballots
from constitution.services import draft_version
from constitution.services.ballots import ballots_of
from constitution.services.candidates import analysed_statements
from constitution.services.selecting import DEFAULT_RULE, make_selection, selection_rules
from deliberation.jobs import WorkRefused
from deliberation.models import (
    Analysis,
    DuplicateCandidate,
    Role,
    Statement,
    StatementResult,
    StatementTopic,
    StoredResamples,
    Topic,
    TopicMap,
)
from tests.constitution.assemblies import (
    AGREED,
    DISLIKED,
    DIVIDED,
    MOSTLY_AGREED,
    STATEMENTS,
    analysed_assembly,
    analysis_of,
    people_of_group,
)
from tests.factories import MembershipFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def analysis() -> Analysis:
    """An analysed deliberation, with two statements that every group agrees with."""
    return analysed_assembly()


def statement(analysis: Analysis, number: int) -> Statement:
    return analysis.deliberation.statements.get(number=number)


def after_votes(before: Analysis, votes: dict[int, list[int]]) -> Analysis:
    """The same analysis made again after the first people of group A voted like this, by statement."""
    people = people_of_group(before, 0)
    for number, values in votes.items():
        for person, value in zip(people, values, strict=False):
            VoteFactory(statement=statement(before, number), participant=person, value=value)
    statements = list(before.deliberation.statements.order_by("number"))
    counts = [counts for _text, counts in STATEMENTS]
    everybody = [*people, *people_of_group(before, 1)]
    return analysis_of(before.deliberation, statements, counts, everybody, (6, 4))


def ballots(analysis: Analysis) -> Ballots:
    found = ballots_of(analysed_statements(analysis))
    assert found is not None
    return found


def test_a_ballot_holds_votes_and_for_the_unseen_what_a_group_can_be_counted_on_for(
    analysis: Analysis,
) -> None:
    analysis = after_votes(analysis, {1: [1, -1, 0]})
    StatementResult.objects.filter(analysis=analysis, statement__number=1).update(
        group_bounds=[[0.7, 0.9], [0.6, 0.95]]
    )
    assert ballots(analysis).of(0).tolist() == [1, 0, 0, 0.7, 0.7, 0.7, 0.6, 0.6, 0.6, 0.6]


def test_votes_cast_since_the_analysis_do_not_count(analysis: Analysis) -> None:
    before = ballots(analysis).of(0).tolist()
    VoteFactory(statement=statement(analysis, 1), participant=people_of_group(analysis, 0)[0], value=-1)
    assert ballots(analysis).of(0).tolist() == before


def test_a_vote_on_a_merged_statement_counts_for_the_other_and_once_a_person(analysis: Analysis) -> None:
    analysis = after_votes(analysis, {1: [-1, -1], 6: [1]})
    Statement.objects.filter(pk=statement(analysis, 6).pk).update(merged_into=statement(analysis, 1))
    assert ballots(analysis).of(0)[:2].tolist() == [1, 0]


def test_somebody_in_no_group_counts_with_the_least_of_the_groups(analysis: Analysis) -> None:
    StatementResult.objects.filter(analysis=analysis, statement__number=1).update(
        group_bounds=[[0.7, 0.9], [0.6, 0.95]]
    )
    row = analysis.participant_places.get()
    row.groups = np.where(np.arange(len(row.groups)) == 0, -1, row.groups)
    row.save()
    assert ballots(analysis).of(0)[:2].tolist() == [0.6, 0.7]


def test_without_groups_everybody_is_one() -> None:
    analysis = analysed_assembly([("The AI should be honest.", [(9, 1, 0)])], group_sizes=(10,))
    analysis.groups.all().delete()
    analysis.statement_results.update(by_group=[], group_bounds=[])
    made = make_selection(analysis, selection_rules())
    assert [selected.number for selected in made.selection.selected] == [1]
    assert made.outcome.representation is not None


def test_without_participants_a_slate_is_refused_and_a_ranking_made_without_audit() -> None:
    analysis = analysed_assembly()
    analysis.participant_places.all().delete()
    with pytest.raises(WorkRefused, match="lower_bound"):
        make_selection(analysis, selection_rules(rule="phragmen"))
    version = draft_version(deliberation=analysis.deliberation, rule="lower_bound")
    assert version.justified_representation == {}
    assert version.principles.count() == 2


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"rule": "median"}, "no rule called 'median'.*equal_shares.*lower_bound"),
        ({"rule": "weighted-lower-bound"}, "weighted to a population"),
        ({"rule": "bridging"}, "did not measure"),
        ({"size": 0}, "size must be at least 1"),
        ({"least_score": 1.5}, "least_score must lie between 0 and 1"),
        ({"least_share": 0.0}, "least_share"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    analysis: Analysis, told: dict[str, Any], words: str
) -> None:
    with pytest.raises(WorkRefused, match=words):
        draft_version(deliberation=analysis.deliberation, **told)
    assert not ConstitutionVersion.objects.exists()


def test_a_draft_keeps_its_rule_its_audit_and_what_other_rules_would_have_chosen(analysis: Analysis) -> None:
    version = draft_version(deliberation=analysis.deliberation, size=1)
    told = {name: version.selection[name] for name in ("rule", "size", "minimum_votes", "least_score")}
    assert told == {"rule": DEFAULT_RULE, "size": 1, "minimum_votes": 5, "least_score": None}
    assert (version.selection["voters"], version.selection["groups"]) == (10, 2)
    assert version.justified_representation == {
        "ok": True,
        "worst": None,
        "all_statements": {"ok": True, "worst": None},
        "voters": 10,
        "people_per_principle": 10.0,
    }
    outcomes = {outcome["rule"]: outcome for outcome in version.rule_outcomes}
    assert set(outcomes) == set(RULES) - {"bridging", "weighted_lower_bound", "minimum", "ccai_product"}
    assert outcomes["phragmen"]["statements"] == [1]
    assert (outcomes["phragmen"]["in_draft"], outcomes["phragmen"]["is_slate"]) == (1, True)
    scores = version.principles.get().scores
    assert scores["chosen_by"] == list(outcomes)
    assert (scores["lower_bound"], scores["bridging"]) == (version.principles.get().lower_bound, None)
    assert [group["group"] for group in scores["by_group"]] == ["A", "B"]
    assert all(group["low"] < group["high"] for group in scores["by_group"])


def test_another_rule_or_threshold_makes_another_draft_and_the_same_ones_do_not(analysis: Analysis) -> None:
    deliberation = analysis.deliberation
    first = draft_version(deliberation=deliberation)
    assert draft_version(deliberation=deliberation) == first
    second = draft_version(deliberation=deliberation, rule="lower_bound")
    third = draft_version(deliberation=deliberation, rule="lower_bound", least_score=0.8)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert third.principles.count() == 1
    below = next(left for left in third.not_selected if left["reason"] == "below the threshold")
    assert below["text"] == STATEMENTS[1][0]


def test_stability_and_radius_come_from_the_stored_analysis(analysis: Analysis) -> None:
    analysis.statement_results.filter(statement__number=1).update(
        agreed=True, robustness_added=3, robustness_changed=2
    )
    scores = np.tile(np.arange(6, dtype=np.uint16)[::-1], (4, 1))
    agreed = np.ones((4, 6), dtype=bool)
    agreed[3, 0] = False
    StoredResamples.objects.create(
        analysis=analysis, count=4, scores=scores, passes=np.packbits(agreed, axis=1)
    )
    version = draft_version(deliberation=analysis.deliberation, size=1)
    principle = version.principles.get()
    assert (principle.stability, principle.robustness_added, principle.robustness_changed) == (0.75, 3, 2)
    assert version.selection["resamples"] == 4


def test_each_topic_tells_its_principles_or_its_best_statement_and_why_it_is_none(analysis: Analysis) -> None:
    latest = TopicMap.objects.create(deliberation=analysis.deliberation, encoder="words", input_hash="0")
    for number, members in enumerate([(1, 3), (4, 5), ()]):
        topic = Topic.objects.create(topic_map=latest, number=number, name=f"topic {number}")
        for member in members:
            StatementTopic.objects.create(topic=topic, statement=statement(analysis, member))
    version = draft_version(deliberation=analysis.deliberation)
    principle = version.principles.get(number=1)
    assert (principle.topic_number, principle.topic_name) == (0, "topic 0")
    assert version.principles.get(number=2).topic_number is None
    kept = {topic["topic"]: topic for topic in version.topic_coverage}
    assert [(topic["principles"], topic["statements"]) for topic in kept.values()] == [(1, 2), (0, 2), (0, 0)]
    assert (kept[0]["best"], kept[2]["best"]) == (None, None)
    assert (kept[1]["best"]["statement"], kept[1]["best"]["reason"]) == (5, "too few votes")
    assert kept[1]["best"]["detail"] == "A,B"


def test_look_alikes_in_a_draft_are_named_until_a_person_decides_and_opposites_never(
    analysis: Analysis,
) -> None:
    pair = DuplicateCandidate.objects.create(
        deliberation=analysis.deliberation,
        first=statement(analysis, 1),
        second=statement(analysis, 2),
        similarity=0.91,
    )
    selected = make_selection(analysis, selection_rules())
    draft = draft_version(deliberation=analysis.deliberation)
    assert [one.number for one in selected.selection.selected] == [1, 2]
    assert draft.selection["possible_duplicates"] == [{"statements": [1, 2], "similarity": 0.91}]
    for change in ({"warning": "negation"}, {"state": DuplicateCandidate.State.DISMISSED}):
        DuplicateCandidate.objects.filter(pk=pair.pk).update(warning="", state="proposed")
        DuplicateCandidate.objects.filter(pk=pair.pk).update(**change)
        again = draft_version(deliberation=analysis.deliberation)
        assert again.selection["possible_duplicates"] == []


def test_merged_statements_stand_behind_the_leading_words_and_every_step_is_kept() -> None:
    analysis = analysed_assembly([("The AI should be honest.", AGREED)])
    StatementFactory(
        deliberation=analysis.deliberation,
        text="An AI should be honest with everybody",
        merged_into=statement(analysis, 1),
    )
    principle = draft_version(deliberation=analysis.deliberation).principles.get()
    edits = list(principle.edits.all())
    assert principle.text == "Choose the response that is most honest."
    assert edits[0].before == "The AI should be honest."
    assert edits[-1].after == principle.text
    assert all(edit.rule and edit.why for edit in edits)
    assert principle.statement_links.count() == 2


def printed(slug: str, **options: Any) -> dict[str, Any]:
    output = StringIO()
    call_command("select_principles", slug, json=True, stdout=output, **options)
    found: dict[str, Any] = json.loads(output.getvalue().splitlines()[-1])
    return found


def test_the_command_prints_the_principles_and_the_audit_and_stores_nothing(analysis: Analysis) -> None:
    result = printed(analysis.deliberation.slug, size=1)
    (principle,) = result["principles"]
    assert principle["statement_ids"] == [1]
    assert principle["text"] == "Choose the response that is most honest."
    assert principle["by_group"][0]["agree"] == 6
    assert {"score", "lower_bound", "radius", "stability"} <= set(principle)
    assert {"ok", "worst"} <= set(result["justified_representation"])
    assert not ConstitutionVersion.objects.exists()


def test_the_command_holds_all_rules_side_by_side(analysis: Analysis) -> None:
    result = printed(analysis.deliberation.slug, size=5, rule="all")
    assert result["rule"] == DEFAULT_RULE
    assert {"equal_shares", "lower_bound"} < {rule["rule"] for rule in result["rules"]}
    assert all(rule["statement_ids"] == [1, 2] for rule in result["rules"])
    assert any("5 principles were asked for; 2" in note for note in result["notes"])
    output = StringIO()
    call_command("select_principles", analysis.deliberation.slug, rule="all", stdout=output)
    assert "phragmen: 2 in common" in output.getvalue()


def test_the_command_tells_a_tie_and_a_single_group() -> None:
    tied = analysed_assembly([("The AI should be honest.", AGREED), ("The AI should be kind.", AGREED)])
    assert any(
        "A tie: statements 1 were taken and 2" in note
        for note in printed(tied.deliberation.slug, size=1)["notes"]
    )
    alone = analysed_assembly([("The AI should be honest.", [(9, 1, 0)])], group_sizes=(10,))
    assert any("one opinion group" in note for note in printed(alone.deliberation.slug)["notes"])


@pytest.mark.parametrize(
    ("options", "words"),
    [({"rule": "best"}, "The rules are: equal_shares"), ({"size": 0}, "size must be at least 1")],
)
def test_the_command_refuses_in_one_line(analysis: Analysis, options: dict[str, Any], words: str) -> None:
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("select_principles", analysis.deliberation.slug, **options)
    assert refusal.value.returncode == 1


def test_without_an_analysis_the_command_says_what_to_do() -> None:
    deliberation = StatementFactory().deliberation
    with pytest.raises(CommandError, match="no analysis yet: run one first"):
        call_command("select_principles", deliberation.slug)


def test_the_weighted_rule_ranks_by_the_weighted_bound_and_the_page_tells_what_weighting_costs(
    analysis: Analysis, client: Client
) -> None:
    analysis.statement_results.update(weighted_lower_bound=0.1)
    analysis.statement_results.filter(statement__number=2).update(weighted_lower_bound=0.9)
    version = draft_version(deliberation=analysis.deliberation, size=1, rule="weighted_lower_bound")
    assert [link.statement.number for link in version.principles.get().statement_links.all()] == [2]
    assert version.principles.get().scores["weighted_lower_bound"] == 0.9
    told = version.selection | {"weighting": {"effective_sample_size": 7.2, "design_effect": 1.39}}
    ConstitutionVersion.objects.filter(pk=version.pk).update(selection=told)
    page = client.get(reverse("constitution:rules", args=[analysis.deliberation.slug, 1])).content.decode()
    assert "the votes of 10 people are worth those of 7 (a design effect of 1.39)" in page
    assert "Surest first, weighted" in page


def test_everybody_can_read_the_rules_side_by_side(analysis: Analysis, client: Client) -> None:
    version = draft_version(deliberation=analysis.deliberation, size=1)
    address = reverse("constitution:rules", args=[analysis.deliberation.slug, version.number])
    page = client.get(address).content.decode()
    for words in ("Equal shares", "Surest first", "this draft", STATEMENTS[0][0]):
        assert words in page
    ConstitutionVersion.objects.filter(pk=version.pk).update(rule_outcomes=[], justified_representation={})
    assert "before the rules were held side by side" in client.get(address).content.decode()


def test_a_handful_of_people_who_got_less_are_not_counted_in_public(client: Client) -> None:
    analysis = analysed_assembly()
    version = draft_version(deliberation=analysis.deliberation)
    outcomes = version.rule_outcomes
    worst = {
        "statement": 3,
        "text": "Three.",
        "language": "en",
        "people": 7,
        "share": 0.7,
        "due": 1,
        "have": 0.2,
    }
    outcomes[1]["justified_representation"] = {"ok": False, "worst": worst}
    ConstitutionVersion.objects.filter(pk=version.pk).update(rule_outcomes=outcomes)
    page = client.get(reverse("constitution:rules", args=[analysis.deliberation.slug, 1])).content.decode()
    assert "A handful of people get less" in page
    assert "70%" not in page


def test_the_organiser_sets_rule_and_thresholds_and_reads_what_came_of_it(client: Client) -> None:
    analysis = analysed_assembly(
        [
            ("The AI should be honest.", AGREED),
            ("The AI should be kind.", MOSTLY_AGREED),
            ("The AI should be cold.", DISLIKED),
            ("The AI should take sides.", DIVIDED),
        ]
    )
    deliberation = analysis.deliberation
    client.force_login(MembershipFactory(deliberation=deliberation, role=Role.OWNER).user)
    form = {"size": 9, "rule": "lower_bound", "minimum_votes": 3, "least_share": 60, "least_score": 80}
    page = client.post(
        reverse("constitution:draft", args=[deliberation.slug]), form, follow=True
    ).content.decode()
    kept = ConstitutionVersion.objects.get().selection
    assert [kept[name] for name in form] == [9, "lower_bound", 3, 0.6, 0.8]
    assert "You asked for 9 principles. 1 statement is agreed" in page
    answer = client.post(
        reverse("constitution:draft", args=[deliberation.slug]), {"size": 9, "rule": "median"}
    )
    assert answer.status_code == 422
    assert "weighted_lower_bound" not in answer.content.decode()
