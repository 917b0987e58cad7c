"""The page for researchers and its files: what everybody may have, and what only few."""

import hashlib
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, Membership, Participant, Role, User, Vote
from deliberation.research import tables
from deliberation.research.files import research_files
from deliberation.research.snapshot import snapshot_of
from tests.deliberation.research.reading import from_csv, from_parquet
from tests.deliberation.results.assemblies import SHARED, analysed, member_of, two_camps, with_topics
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
HOSTILE = "=HYPERLINK(1) is what an AI should say"


@pytest.fixture
def camps() -> Deliberation:
    """Two groups, 14 and 10; one of the smaller has not seen the shared statement."""
    deliberation = two_camps(texts=[HOSTILE])
    with_topics(deliberation)
    Vote.objects.filter(participant=member_of(deliberation, 23), statement__text=SHARED).delete()
    analysed(deliberation)
    return deliberation


def fetched(client: Client, deliberation: Deliberation, name: str, status: int = 200, **headers: str) -> Any:
    address = reverse("deliberation:research_file", args=[deliberation.slug, name])
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response


def page(client: Client, deliberation: Deliberation) -> str:
    response = client.get(reverse("deliberation:research_data", args=[deliberation.slug]))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_every_file_is_what_the_description_says(camps, client):
    """The package holds what is offered singly; sizes, hashes, rows and columns are those told."""
    archive = zipfile.ZipFile(io.BytesIO(fetched(client, camps, "package.zip").getvalue()))
    files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    package = json.loads(files["datapackage.json"])
    described = {resource["path"]: resource for resource in package["resources"]}
    assert files.keys() - described.keys() == {"datapackage.json", ".zenodo.json"}
    for name, resource in described.items():
        assert resource["bytes"] == len(files[name])
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[name]).hexdigest()}"
        assert f"`{resource['hash'][7:]}`" in files["DATA_DICTIONARY.md"].decode() or name.startswith("DATA_")
    for table in tables.PUBLIC:
        rows = from_csv(files[f"{table.name}.csv"], table)
        assert rows == from_parquet(files[f"{table.name}.parquet"])
        told = described[f"{table.name}.csv"]
        assert told["rows"] == len(rows)
        assert [field["name"] for field in told["schema"]["fields"]] == list(table.column_names)
        for column in table.column_names:
            assert f"`{column}`" in files["DATA_DICTIONARY.md"].decode()
    assert package["concord"]["snapshot"] == snapshot_of(camps).hash
    for name in ("CITATION.cff", "datacite.json", ".zenodo.json", "citation.bib", "DATA_DICTIONARY.md"):
        assert snapshot_of(camps).hash in files[name].decode()
    again = fetched(client, camps, "package.zip").getvalue()
    assert again == fetched(Client(), camps, "package.zip").getvalue()


def test_the_figures_are_those_of_the_pages_and_small_ones_are_held_back(camps, client):
    rows = from_parquet(fetched(client, camps, "statement_results.parquet").getvalue())
    value = {(row["statement"], row["group"], row["measure"]): row for row in rows}
    for result in camps.analyses.get().statement_results.select_related("statement"):
        number = result.statement.number
        assert value[number, "everyone", "agree"]["value"] == result.agree
        assert value[number, "everyone", "votes"]["value"] == result.votes
        told = value[number, "A", "agree"]["value"], value[number, "everyone", "divisiveness"]["value"]
        if result.statement.text == SHARED:
            assert told == (None, None)
            assert value[number, "B", "agree_share"]["value"] is None
            assert value[number, "everyone", "agreed"]["value"] == 1
        else:
            assert told == (result.by_group[0]["agree"], result.divisiveness)
            assert value[number, "everyone", "divisiveness"]["high"] == result.divisiveness_high
    shared = camps.statements.get(text=SHARED).number
    by_group = fetched(client, camps, "sensemaker_groups.csv").getvalue().decode()
    assert f"\n{shared}," not in by_group
    assert f"\n{shared}," in fetched(client, camps, "sensemaker.csv").getvalue().decode()


def test_what_was_typed_runs_in_no_spreadsheet_and_is_exact_in_parquet(camps, client):
    assert f"'{HOSTILE}".encode() in fetched(client, camps, "statements.csv").getvalue()
    texts = [row["text"] for row in from_parquet(fetched(client, camps, "statements.parquet").getvalue())]
    assert HOSTILE in texts


def test_a_statement_that_was_rejected_since_leaves_the_files_and_makes_another_snapshot(camps, client):
    before = snapshot_of(camps).hash
    gone = camps.statements.get(text=HOSTILE)
    gone.state = gone.State.REJECTED
    gone.save()
    assert snapshot_of(camps).hash != before
    for name in ("statements.csv", "statement_results.csv", "sensemaker_texts.csv"):
        assert HOSTILE not in fetched(client, camps, name).getvalue().decode()
        assert f"\n{gone.number}," not in fetched(client, camps, name).getvalue().decode()


def test_a_file_that_has_not_changed_is_not_sent_again_and_caches_may_keep_it(camps, client):
    first = fetched(client, camps, "groups.csv")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert snapshot_of(camps).short in first.headers["Content-Disposition"]
    fetched(client, camps, "groups.csv", 304, **{"If-None-Match": first.headers["ETag"]})


def test_hidden_results_are_hidden_here_too_and_no_cache_keeps_what_observers_get(camps, client, signed_in):
    Deliberation.objects.update(results_visibility=Deliberation.ResultsVisibility.AFTER_CLOSE)
    fetched(client, camps, "groups.csv", 403)
    assert client.get(reverse("deliberation:research_data", args=[camps.slug])).status_code == 403
    observer = MembershipFactory(deliberation=camps, role=Role.OBSERVER).user
    assert "private" in fetched(signed_in(observer), camps, "groups.csv").headers["Cache-Control"]


class TestSingleVotes:
    ROWS = ("votes.csv", "votes.parquet", "participants.csv", "package-with-votes.zip")

    def test_nobody_gets_them_by_an_address_alone_where_people_joined_here(self, camps, client, signed_in):
        owner = MembershipFactory(deliberation=camps, role=Role.OWNER, may_export_rows=True).user
        for browser in (client, signed_in(owner)):
            for name in self.ROWS:
                fetched(browser, camps, name, 403)
        assert "export_research camps --to FOLDER --rows --as EMAIL" in page(client, camps)

    def test_an_owner_with_the_right_has_a_link_that_is_recorded(self, camps, signed_in):
        owner = MembershipFactory(deliberation=camps, role=Role.OWNER, may_export_rows=True).user
        [link] = re.findall(r'href="(/d/camps/results/data/votes/[^"]+)"', page(signed_in(owner), camps))
        response = signed_in(owner).get(link)
        archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
        assert "private" in response.headers["Cache-Control"]
        [votes] = [name for name in archive.namelist() if name.endswith("/votes.csv")]
        assert len(from_csv(archive.read(votes), tables.VOTES)) == camps.votes.count()
        assert camps.events.filter(payload__body__after__rows_taken=True).count() == 1
        self._refused_to_others(link, camps, owner, signed_in)

    def _refused_to_others(self, link: str, camps: Deliberation, owner: User, signed_in: Any) -> None:
        other = MembershipFactory(deliberation=camps, role=Role.OWNER).user
        assert signed_in(other).get(link).status_code == 404
        Membership.objects.filter(user=owner).update(may_export_rows=False)
        assert signed_in(owner).get(link).status_code == 404

    def test_everybody_gets_them_where_nobody_joined_here(self, camps, client):
        camps.participants.update(origin=Participant.Origin.SIMULATED)
        rows = from_csv(fetched(client, camps, "votes.csv").getvalue(), tables.VOTES)
        assert rows == from_parquet(fetched(client, camps, "votes.parquet").getvalue())
        assert len(rows) == camps.votes.count()
        archive = zipfile.ZipFile(io.BytesIO(fetched(client, camps, "package-with-votes.zip").getvalue()))
        [told] = [name for name in archive.namelist() if name.endswith("/uniqueness.json")]
        assert json.loads(archive.read(told)).keys() == {"unique_given_4", "unique_given_8"}


def test_the_list_for_programs_names_every_file_with_its_address(camps, client):
    told = research_files(camps)
    assert {file.snapshot for file in told} == {snapshot_of(camps).hash}
    assert {file.name for file in told if file.needs_rows} >= {"votes.csv", "package-with-votes.zip"}
    for file in told:
        if not file.needs_rows:
            response = client.get(file.address)
            assert response.status_code == 200
            assert response.headers["Content-Type"] == file.media_type
            assert file.size in (None, len(response.getvalue()))


def test_before_the_first_analysis_there_is_nothing(client):
    empty = two_camps("empty")
    fetched(client, empty, "groups.csv", 404)
    assert research_files(empty) == []
    response = client.get(reverse("deliberation:research_data", args=["empty"]))
    assert response.headers["Location"] == reverse("deliberation:results", args=["empty"])
