import csv
import io
import re
from pathlib import Path

import pytest
from django.urls import reverse

from deliberation.results.measures import MEASURES
from tests.deliberation.results.assemblies import SHARED, analysed, two_camps, with_topics
from tests.factories import DeliberationFactory

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "results.md"


def rows_of(client, name, deliberation):
    response = client.get(reverse(f"deliberation:{name}", args=[deliberation.slug]))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_the_statements_equal_the_stored_rows(client):
    deliberation = two_camps()
    analysis = analysed(deliberation)
    rows = {int(row["statement"]): row for row in rows_of(client, "statements_csv", deliberation)}
    assert len(rows) == 8
    for result in analysis.statement_results.select_related("statement"):
        row = rows[result.statement.number]
        counted = [int(row[name]) for name in ("votes", "agree", "disagree", "pass")]
        assert counted == [result.votes, result.agree, result.disagree, result.passed]
        for letter, votes in zip("ab", result.by_group, strict=True):
            for name in ("votes", "agree", "disagree", "pass"):
                assert int(row[f"group_{letter}_{name}"]) == votes[name]
        assert float(row["consensus_lower_bound"]) == pytest.approx(result.consensus_lower_bound, abs=1e-6)
    assert rows_of(client, "statements_csv", deliberation)[0]["text"] == SHARED


def test_every_measure_of_a_statement_can_be_downloaded(client):
    deliberation = two_camps()
    analysis = analysed(deliberation)
    rows = {int(row["statement"]): row for row in rows_of(client, "statements_csv", deliberation)}
    for result in analysis.statement_results.select_related("statement"):
        row = rows[result.statement.number]
        for name in MEASURES:
            stored = getattr(result, name)
            said = None if row[name] == "" else float(row[name])
            assert said == (None if stored is None else pytest.approx(float(stored), abs=1e-6))
    [shared] = [row for row in rows.values() if row["text"] == SHARED]
    assert shared["agreed"] == "1"
    assert int(shared["robustness_changed"]) > 0


def test_every_column_is_documented(client):
    deliberation = two_camps()
    analysed(deliberation)
    documented = set(re.findall(r"`(\w+)`", DOCUMENT.read_text("utf-8")))
    for name in ("statements_csv", "groups_csv"):
        columns = rows_of(client, name, deliberation)[0]
        per_group = re.compile(r"group_[a-f]_")
        assert {column for column in columns if not per_group.match(column)} <= documented


def test_the_groups_come_with_what_sets_them_apart(client):
    deliberation = two_camps()
    analysis = analysed(deliberation)
    shared = deliberation.statements.get(text=SHARED)
    rows = rows_of(client, "groups_csv", deliberation)
    for group in analysis.groups.all():
        said = [int(row["statement"]) for row in rows if row["group"] == group.letter]
        stored = [found["statement"] for found in group.representative]
        assert said == [number for number in stored if number != shared.number]
        assert said


def test_the_map_counts_everyone_once(client):
    deliberation = two_camps()
    analysis = analysed(deliberation)
    rows = rows_of(client, "map_csv", deliberation)
    for group in analysis.groups.all():
        assert sum(int(row["people"]) for row in rows if row["group"] == group.letter) == group.size
    assert sum(int(row["people"]) for row in rows) == analysis.participant_count


def test_the_topics_add_up_to_all_votes(client):
    deliberation = two_camps()
    with_topics(deliberation)
    analysis = analysed(deliberation)
    rows = rows_of(client, "topics_csv", deliberation)
    assert [(row["topic"], int(row["statements"])) for row in rows] == [
        ("sides, taking", 6),
        ("honest, flatter", 2),
    ]
    assert sum(int(row["votes"]) for row in rows) == analysis.vote_count


def test_a_spreadsheet_runs_no_formula(client):
    deliberation = two_camps(texts=["=cmd|' /C calc'!A0 is what AI should say", "@SUM of AI", "+1 for AI"])
    analysed(deliberation)
    texts = [row["text"] for row in rows_of(client, "statements_csv", deliberation)]
    assert len([text for text in texts if text.startswith("'")]) == 3
    assert not [text for text in texts if text[0] in "=+-@"]


@pytest.mark.parametrize("name", ["statements_csv", "groups_csv", "topics_csv", "map_csv"])
def test_without_an_analysis_there_is_nothing_to_download(client, name):
    deliberation = DeliberationFactory()
    assert client.get(reverse(f"deliberation:{name}", args=[deliberation.slug])).status_code == 404
