"""One principle with everything behind it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import Concern, Principle
from constitution.reading.changes import changes_of, differing
from constitution.reading.rules_in_words import SELECTION, WORDING
from constitution.selection import RULES
from constitution.services import draft_version, edit_principle, open_ratification, ratify_version
from constitution.services.hand_picking import add_principle
from constitution.wording.rules import REASONS
from deliberation.models import Deliberation, Statement, StatementLineage
from tests.constitution.assemblies import analysed_assembly
from tests.constitution.public_page.versions import LARGE, draft_of, large_draft, page_of

pytestmark = pytest.mark.django_db


def test_every_rule_has_plain_words() -> None:
    assert set(RULES) <= set(SELECTION)
    assert set(REASONS) <= set(WORDING)


def test_it_shows_statement_votes_rule_scores_and_wording(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    text = page_of(version, "principle", 1)
    assert "The AI should be honest." in text and "Statement 1" in text
    assert "Of everybody: 50 agree, 0 disagree, 0 pass." in text
    table = re.search(r"<tbody>.*?</tbody>", text)
    assert table and "30" in table[0] and "100%" in table[0]
    assert "Among all such statements it was chosen" in text
    assert "A quality that people wish for becomes the most of it." in text
    assert "<ins>Choose the response that is most</ins>" in text


def test_robustness_and_stability_are_told_in_words(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    Principle.objects.filter(version=version, number=1).update(
        robustness_added=7, robustness_changed=4, stability=0.96
    )
    version.selection = {**version.selection, "resamples": 100}
    version.save()
    text = page_of(version, "principle", 1)
    assert "7 more votes against in one group, or 4 changed minds, would end this." in text
    assert "It would be chosen in 96 of 100 other assemblies of people like these." in text


def test_a_score_that_would_give_a_small_group_away_is_not_shown(deliberation: Deliberation) -> None:
    text = page_of(draft_of(1, deliberation), "principle", 1)
    assert "All its scores" not in text and "at least" not in text


def test_with_htmx_only_what_is_behind_it_comes(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    address = reverse("constitution:principle", args=[deliberation.slug, 1, 1])
    answer = Client().get(address, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content and b"The AI should be honest." in answer.content
    assert "HX-Request" in answer["Vary"] and "HX-Request" in Client().get(address)["Vary"]
    assert version.number == 1


def test_its_address_is_its_name_and_stays(deliberation: Deliberation) -> None:
    version = ratify_version(version=large_draft(deliberation))
    address = reverse("constitution:principle", args=[deliberation.slug, 1, 2])
    assert address.endswith("/constitution/v1/p02/")
    text = page_of(version, "principle", 2)
    assert f'<link rel="canonical" href="http://testserver{address}">' in text
    assert '<meta property="og:title" content="Choose the response that is as kind as possible.">' in text
    assert "p01/" in text and "p03/" in text
    for missing in (9, 0):
        there = reverse("constitution:principle", args=[deliberation.slug, 1, missing])
        assert Client().get(there).status_code == 404


def test_a_change_by_a_person_shows_what_and_why(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    principle = version.principles.get(number=1)
    edit_principle(
        principle=principle,
        text="Choose the response that is most truthful.",
        edited_by=None,
        seen_revision=1,
        why="The plainer word.",
    )
    text = page_of(version, "principle", 1)
    assert "<del>honest</del>" in text and "<ins>truthful</ins>" in text
    assert "Changed by the organiser" in text and "The plainer word." in text
    kept = changes_of(list(principle.edits.all()))[-1]
    assert kept.is_by_a_person and not kept.is_new_text


def test_pieces_between_which_only_a_space_stayed_are_one() -> None:
    _before, after = differing("I like tea.", "Choose the tea.")
    assert after == (("Choose the", True), (" tea.", False))


@pytest.mark.parametrize(("number", "said"), [(1, "this one goes before"), (2, "that one goes before")])
def test_where_two_conflict_each_says_which_goes_before(
    deliberation: Deliberation, number: int, said: str
) -> None:
    version = large_draft(deliberation)
    first, second = version.principles.filter(number__in=[1, 2]).order_by("number")
    Concern.objects.create(
        version=version,
        kind="contradiction",
        principle=first,
        other=second,
        found_by="votes",
        state="ordered",
        prevails=first,
        why="Truth comes first.",
    )
    text = page_of(version, "principle", number)
    assert said in text and "Truth comes first." in text


def test_lineage_leads_back_and_forth(deliberation: Deliberation) -> None:
    first = ratify_version(version=large_draft(deliberation))
    second = draft_version(deliberation=deliberation, size=2)
    earlier = first.principles.get(number=1)
    Principle.objects.filter(version=second, number=1).update(
        replaces=earlier, text="Choose the response that is most truthful."
    )
    back = page_of(second, "principle", 1)
    assert "It goes on from principle 1 of version 1" in back and "<del>honest</del>" in back
    assert "It goes on as" not in page_of(first, "principle", 1)
    ratify_version(version=second)
    assert "It goes on as principle 1 of version 2" in page_of(first, "principle", 1)


def test_it_says_from_which_statement_another_was_reworded(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    statements = list(Statement.objects.filter(deliberation=deliberation).order_by("number"))
    event = version.principles.all()[0].edits.all()[0].event
    StatementLineage.objects.create(source=statements[4], result=statements[0], event=event)
    text = page_of(version, "principle", 1)
    assert "put into other words from statement 5" in text
    assert f"/d/{deliberation.slug}/moderation/log/?statement=1" in text or "?statement=1" in text


def test_a_chinese_principle_has_no_gap_after_its_opening(deliberation: Deliberation) -> None:
    deliberation.language = "zh-hans"
    deliberation.save()
    analysed_assembly(
        [("人工智能应该诚实。", LARGE)], deliberation=deliberation, group_sizes=(30, 20), language="zh-hans"
    )
    version = draft_version(deliberation=deliberation)
    assert '<span class="article-lead">请选择</span>' in page_of(version, "principle", 1)
    assert "请选择</span> " not in page_of(version)


def test_what_an_organiser_added_is_marked_and_claims_no_rule(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    joke = Statement.objects.get(deliberation=deliberation, number=5)
    add_principle(version=version, statement=joke, why="Children asked for it.", added_by=None)
    whole, alone = page_of(version), page_of(version, "principle", 4)
    assert whole.count("Added by the organiser, chosen by no rule") == 1
    assert "1 principle was added by hand" in whole
    assert "Not every group agrees with it by more than half." in alone
    assert "Children asked for it." in alone and "it was chosen" not in alone
    assert "marked as such" in open_ratification(version=version).preamble
