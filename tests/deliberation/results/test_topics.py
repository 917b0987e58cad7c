"""The table of topics and opinion groups says how much each agrees and how far they are apart."""

import pytest
from django.core.cache import cache
from django.utils import translation

from deliberation.models import Topic
from deliberation.results.topics import TopicCell, topics_of
from tests.deliberation.results.assemblies import SHARED, SPLIT, analysed, two_camps, with_topics
from tests.deliberation.results.test_views import page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def camps():
    deliberation = two_camps()
    with_topics(deliberation)
    return deliberation


def test_each_statement_of_a_topic_counts_alike(camps) -> None:
    analysis = analysed(camps)
    sides, others = topics_of(analysis)
    for topic, texts in ((sides, SPLIT), (others, [SHARED, "An AI should flatter everybody."])):
        results = analysis.statement_results.filter(statement__text__in=texts)
        for group, share in enumerate(topic.group_shares):
            shares = [result.by_group[group]["agree"] / result.by_group[group]["votes"] for result in results]
            assert share == pytest.approx(sum(shares) / len(shares))
        assert topic.everyone.votes == sum(result.votes for result in results)


def test_groups_that_hold_opposite_statements_are_apart_though_they_agree_equally_often(camps) -> None:
    sides, others = topics_of(analysed(camps))
    assert sides.group_shares[0] == pytest.approx(sides.group_shares[1])
    assert sides.difference > 0.6
    assert others.difference < 0.05


def test_the_votes_of_each_group_add_up(camps) -> None:
    for topic in topics_of(analysed(camps)):
        assert sum(cell.votes for cell in topic.cells) == topic.everyone.votes
        assert [cell.letter for cell in topic.cells] == ["A", "B"]


def test_without_groups_there_is_one_figure_for_everyone(camps) -> None:
    analysis = analysed(camps)
    analysis.groups.all().delete()
    for result in analysis.statement_results.all():
        result.by_group = result.by_group[:1]
        result.save()
    cache.clear()
    sides, _others = topics_of(analysis)
    assert [cell.letter for cell in sides.cells] == [""]
    assert sides.difference == 0.0


def test_what_belongs_to_no_topic_comes_last_under_a_translated_name(camps, client) -> None:
    Topic.objects.filter(number=0).update(is_other=True, name="")
    lines = topics_of(analysed(camps))
    assert [line.is_other for line in lines] == [False, True]
    assert lines[-1].name == "Other"
    with translation.override("zh-hans"):
        assert topics_of(analysed(camps))[-1].name != ""
    assert "Other 6 statements · 144 votes" in text_of(page(client, camps))


def test_the_page_shows_shares_votes_and_distance(camps, client) -> None:
    analysis = analysed(camps)
    sides, _others = topics_of(analysis)
    html = page(client, camps)
    table = text_of(html[html.index('class="topics"') : html.index("</table>", html.index('class="topics"'))])
    assert "Apart" in table
    assert f"sides, taking 6 statements · {sides.everyone.votes} votes" in table
    for cell in sides.cells:
        assert f"50% {cell.votes} votes" in table


def test_a_group_without_votes_has_a_dash_and_no_bar() -> None:
    assert TopicCell("A", None, 0).length == 0
    assert TopicCell("A", 0.5, 3).length == 500
