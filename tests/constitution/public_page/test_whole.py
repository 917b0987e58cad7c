"""The page of a whole version."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from constitution.models import Comparison, ComparisonMatch, Concern, ConstitutionVersion
from constitution.services import ratify_version
from deliberation.models import Analysis, Deliberation
from tests.constitution.public_page.versions import draft_of, large_draft, page_of, put_into_topics
from tests.factories import DeliberationFactory

pytestmark = pytest.mark.django_db


def changed(version: ConstitutionVersion, **values: Any) -> ConstitutionVersion:
    ConstitutionVersion.objects.filter(pk=version.pk).update(**values)
    version.refresh_from_db()
    return version


def test_principles_stand_by_topic_and_keep_their_numbers(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    put_into_topics(version, {1: (4, "truth, honest"), 3: (4, "truth, honest")})
    text = page_of(version)
    assert (
        text.index('id="topic-4"') < text.index('id="p01"') < text.index('id="p03"') < text.index('id="p02"')
    )
    assert "Further principles" in text
    assert 'href="#topic-4"' in text and 'href="#topic-other"' in text


def test_without_topics_there_is_one_list(deliberation: Deliberation) -> None:
    text = page_of(large_draft(deliberation))
    assert 'id="topic-' not in text
    assert text.index('id="p01"') < text.index('id="p02"') < text.index('id="p03"')


def test_what_is_behind_a_principle_comes_when_it_is_opened_and_has_an_address(
    deliberation: Deliberation,
) -> None:
    text = page_of(large_draft(deliberation))
    assert "In every group" not in text and "in every group at least" in text
    assert f'hx-get="/d/{deliberation.slug}/constitution/v1/p01/"' in text
    assert f'href="/d/{deliberation.slug}/constitution/v1/p01/"' in text


def test_a_version_of_many_principles_asks_the_database_no_more_often(
    client: Client, deliberation: Deliberation, django_assert_num_queries: Any
) -> None:

    few, many = draft_of(2, deliberation), draft_of(60, DeliberationFactory())
    with CaptureQueriesContext(connection) as asked:
        page_of(few)
    with django_assert_num_queries(len(asked)):
        page_of(many)
    assert len(asked) <= 16


def test_topics_without_a_principle_are_named_with_what_came_closest(deliberation: Deliberation) -> None:
    version = changed(
        large_draft(deliberation),
        topic_coverage=[
            {"topic": 1, "name": "honest", "is_other": False, "principles": 3, "statements": 3, "best": None},
            {
                "topic": 2,
                "name": "jokes",
                "is_other": False,
                "principles": 0,
                "statements": 1,
                "best": {
                    "statement": 5,
                    "text": "The AI should joke about anything.",
                    "language": "en",
                    "geometric_mean": 0.6,
                    "lower_bound": 0.29,
                    "reason": "not agreed",
                    "detail": "B",
                },
            },
        ],
    )
    text = page_of(version)
    fairness = text[text.index("Topics without a principle") : text.index("What is no principle</h2>")]
    assert "jokes" in fairness and "honest" not in fairness
    assert "In every group at least 29% agree." in fairness and "Not agreed in every group" in fairness


def test_a_bound_that_would_give_a_small_group_away_is_not_shown(deliberation: Deliberation) -> None:
    best = {
        "statement": 1,
        "text": "The AI should be honest in case 0.",
        "language": "en",
        "geometric_mean": 0.6,
        "lower_bound": 0.29,
        "reason": "not agreed",
        "detail": "B",
    }
    topic = {"topic": 2, "name": "x", "is_other": True, "principles": 0, "statements": 1, "best": best}
    text = page_of(changed(draft_of(2, deliberation), topic_coverage=[topic]))
    assert "The AI should be honest in case 0." in text and "29%" not in text


WORST = {
    "statement": 5,
    "text": "The AI should joke about anything.",
    "language": "en",
    "people": 12,
    "share": 0.24,
    "due": 2,
    "have": 0.5,
    "by_group": [],
}


@pytest.mark.parametrize(
    ("audit", "said", "unsaid"),
    [
        ({"ok": True, "worst": None}, "no part of the public got less", "one part of the public got less"),
        ({"ok": False, "worst": WORST}, "12 people (24%) are due 2 principles", "a handful of people"),
        ({"ok": False, "worst": {**WORST, "people": 7}}, "a handful of people", "7 people"),
    ],
)
def test_the_audit_is_told_in_plain_words(
    deliberation: Deliberation, audit: dict[str, Any], said: str, unsaid: str
) -> None:
    everything = {**audit, "all_statements": {"ok": True, "worst": None}, "people_per_principle": 6}
    text = page_of(changed(large_draft(deliberation), justified_representation=everything))
    assert said in text and unsaid not in text
    assert "Every 6 people who agree with each other are due one principle" in text


def test_weighting_tells_what_it_costs(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    weighting = {"effective_sample_size": 33.4, "design_effect": 1.5, "converged": True}
    weighted = Analysis.objects.get(pk=version.analysis_id)
    weighted.pk, weighted._state.adding, weighted.summary = None, True, {"weighting": weighting}
    weighted.save()
    changed(version, analysis=weighted)
    assert "50 people tell as much as 33 drawn evenly would (design effect 1.5)" in page_of(version)


def test_the_size_of_a_handful_is_not_told(deliberation: Deliberation) -> None:
    people = page_of(draft_of(1, deliberation)).split('id="people"')[1]
    assert "6 people" not in people and "4 people" not in people
    assert people.count("size not shown") == 2


def test_other_constitutions_stand_beside_it_in_a_line_each(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    principles = list(version.principles.order_by("number"))
    comparison = Comparison.objects.create(version=version, name="The Charter", principles=["a", "b", "c"])
    hidden = Comparison.objects.create(version=version, name="Hidden", principles=["a"], is_public=False)
    for principle, kind, state in (
        (principles[0], "matched", "confirmed"),
        (principles[1], "partial", "proposed"),
        (principles[2], "matched", "refused"),
    ):
        ComparisonMatch.objects.create(
            comparison=comparison, principle=principle, position=0, kind=kind, confidence=0.9, state=state
        )
    text = page_of(version)
    assert "of 3 principles here, 1 say the same and 2 in all overlap with it." in text
    assert "The Charter" in text and hidden.name not in text


def test_how_it_was_made_is_told_in_order_with_hashes(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    Concern.objects.create(
        version=version, kind="two ideas", principle=version.principles.all()[0], found_by="words"
    )
    text = page_of(ratify_version(version=version))
    places = [
        text.index(title)
        for title in ("People voted</h3>", "were analysed</h3>", "A draft was made", "It was ratified</h3>")
    ]
    assert places == sorted(places)
    assert version.analysis.input_hash in text and "1 is left open." in text
    version.refresh_from_db()
    assert text.partition("</head>")[2].count(version.content_sha256) == 2
    assert "verify_export" in text


def test_the_seal_carries_the_permanent_address_also_as_a_code(deliberation: Deliberation) -> None:
    version = ratify_version(version=large_draft(deliberation))
    seal = page_of(version).split("charter-seal")[1].split("</footer>")[0]
    address = f"http://testserver{reverse('constitution:version', args=[deliberation.slug, 1])}"
    assert f'value="{address}"' in seal and "<svg" in seal
    assert 'role="img" aria-label="The address of this version as a QR code"' in seal
    assert "without a vote of the participants" in seal


def test_links_to_it_are_shown_with_title_and_preamble(deliberation: Deliberation) -> None:
    text = page_of(large_draft(deliberation))
    assert re.search(r'<meta property="og:title" content="[^"]*Constitution', text)
    assert re.search(r'<meta property="og:description" content="[^"]*We are 50 people', text)


def test_reasons_stand_on_the_page_and_all_statements_on_one_of_their_own(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    many = [
        {"statement": 100 + n, "text": f"Nobody saw {n}.", "reason": "too few votes", "detail": "A"}
        for n in range(60)
    ]
    version = changed(version, not_selected=[*version.not_selected, *many])
    text = page_of(version)
    assert "Nobody saw 4." in text and "Nobody saw 5." not in text
    assert "55 more statements" in text
    first = page_of(version, "other_statements", query="?why=too-few-votes")
    last = page_of(version, "other_statements", query="?why=too-few-votes&page=2")
    assert "Nobody saw 49." in first and "Nobody saw 50." not in first and "Nobody saw 59." in last


def test_what_divides_the_groups_is_on_both_pages(deliberation: Deliberation) -> None:
    version = large_draft(deliberation)
    for text in (page_of(version), page_of(version, "other_statements", query="?why=divided")):
        assert "The AI should take the side of workers." in text and "bars--balance" in text
    assert "Not agreed in every group" in page_of(version, "other_statements", query="?why=nonsense&page=x")


def test_versions_say_from_which_they_go_on_and_which_is_in_force(deliberation: Deliberation) -> None:
    first = ratify_version(version=large_draft(deliberation))
    second = ConstitutionVersion.objects.create(
        constitution=first.constitution,
        number=2,
        parent=first,
        analysis=first.analysis,
        selection=first.selection,
        reason_for_amending="One was unclear.",
    )
    text = " ".join(
        Client().get(reverse("constitution:versions", args=[deliberation.slug])).content.decode().split()
    )
    assert text.index('id="v2"') < text.index('id="v1"')
    assert "Goes on from version 1." in text and "One was unclear." in text
    assert text.count("In force") == 1 and text.index("In force") > text.index('id="v1"')
    assert "One was unclear." in page_of(second)
