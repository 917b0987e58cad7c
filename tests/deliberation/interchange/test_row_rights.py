"""Single votes leave the site only with who has the right to them, and under fresh names."""

import csv
import io
import json
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, Membership, Participant, Role, User
from deliberation.people import expiring_links
from tests.deliberation.results.assemblies import analysed, two_camps
from tests.factories import MembershipFactory, UserFactory, VoteFactory

pytestmark = pytest.mark.django_db
HOSTILE = "=HYPERLINK(1) is what an AI should say"


@pytest.fixture
def camps() -> Deliberation:
    """People who joined on this site."""
    return two_camps(texts=[HOSTILE])


@pytest.fixture
def entitled(camps: Deliberation) -> User:
    """An owner who was given the right to rows."""
    return MembershipFactory(deliberation=camps, role=Role.OWNER, may_export_rows=True).user


def run(command: str, slug: str, folder: Path, *options: str) -> dict[str, Any]:
    output = StringIO()
    call_command(command, slug, "--to", str(folder), "--json", *options, stdout=output)
    return json.loads(output.getvalue().splitlines()[-1])


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8"))))


class TestExportPolis:
    def test_without_a_name_it_refuses_in_one_line(self, camps, tmp_path):
        with pytest.raises(CommandError, match="--as EMAIL") as refusal:
            run("export_polis", camps.slug, tmp_path / "out")
        assert refusal.value.returncode == 1
        assert "\n" not in str(refusal.value)
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("role", [*Role])
    def test_a_role_alone_is_not_enough(self, camps, tmp_path, role):
        user = MembershipFactory(deliberation=camps, role=role).user
        with pytest.raises(CommandError, match="no right"):
            run("export_polis", camps.slug, tmp_path / "out", "--as", user.email)

    def test_neither_is_the_right_in_another_deliberation_or_without_owning(self, camps, tmp_path):
        elsewhere = MembershipFactory(role=Role.OWNER, may_export_rows=True).user
        observer = MembershipFactory(deliberation=camps, role=Role.OBSERVER, may_export_rows=True).user
        for user in (elsewhere, observer):
            with pytest.raises(CommandError, match="no right"):
                run("export_polis", camps.slug, tmp_path / "out", "--as", user.email)

    def test_an_owner_with_the_right_is_told_how_unique_the_rows_are(self, camps, entitled, tmp_path):
        result = run("export_polis", camps.slug, tmp_path / "out", "--as", entitled.email)
        assert (result["participants"], result["votes"]) == (24, 24 * 9)
        assert (result["unique_given_4"], result["unique_given_8"]) == (0.0, 0.0)

    def test_superusers_need_no_membership(self, camps, tmp_path):
        user = UserFactory(is_superuser=True)
        assert run("export_polis", camps.slug, tmp_path / "out", "--as", user.email)["votes"] == 24 * 9

    def test_what_is_public_already_needs_no_right(self, camps, tmp_path):
        camps.participants.update(origin=Participant.Origin.SIMULATED)
        assert run("export_polis", camps.slug, tmp_path / "out")["votes"] == 24 * 9

    def test_one_person_who_joined_here_is_enough_to_need_it(self, camps, tmp_path):
        camps.participants.exclude(pk=camps.participants.first().pk).update(
            origin=Participant.Origin.IMPORTED
        )
        with pytest.raises(CommandError, match="--as EMAIL"):
            run("export_polis", camps.slug, tmp_path / "out")

    def test_two_exports_name_nobody_alike(self, camps, entitled, tmp_path):
        """Somebody with a vote that nobody else has cast is found in both files, under unlike numbers."""
        person = camps.participants.order_by("number").first()
        run("export_polis", camps.slug, tmp_path / "same", "--as", entitled.email)
        run("export_polis", camps.slug, tmp_path / "same-again", "--as", entitled.email)
        names = set()
        for place in range(6):
            vote = VoteFactory(participant=person, statement__deliberation=camps, statement__author=None)
            folder = tmp_path / str(place)
            run("export_polis", camps.slug, folder, "--as", entitled.email)
            rows = table(folder, "participants-votes.csv")
            [name] = [row["participant"] for row in rows if row[str(vote.statement.number)]]
            names.add(name)
            assert all(row["author-id"] == "" for row in table(folder, "comments.csv"))
            times = {int(row["timestamp"]) for row in table(folder, "votes.csv")}
            assert all(time % 86_400_000 == 0 for time in times)
        assert len(names) > 1
        for name in ("votes.csv", "participants-votes.csv", "comments.csv"):
            assert (tmp_path / "same" / name).read_bytes() == (tmp_path / "same-again" / name).read_bytes()

    def test_a_spreadsheet_computes_no_statement_unless_texts_are_wanted_exactly(
        self, camps, entitled, tmp_path
    ):
        run("export_polis", camps.slug, tmp_path / "sheet", "--as", entitled.email)
        run("export_polis", camps.slug, tmp_path / "exact", "--exact", "--as", entitled.email)
        assert f"'{HOSTILE}" in {row["comment-body"] for row in table(tmp_path / "sheet", "comments.csv")}
        assert HOSTILE in {row["comment-body"] for row in table(tmp_path / "exact", "comments.csv")}


class TestExportResults:
    @pytest.fixture(autouse=True)
    def is_analysed(self, camps):
        analysed(camps)

    def test_without_the_right_there_are_no_rows_and_it_says_so(self, camps, tmp_path):
        result = run("export_results", camps.slug, tmp_path / "out")
        assert result["files"] == ["analysis.json", "statements.csv", "statements.jsonl"]
        assert "--as EMAIL" in result["rows_left_out"]
        assert {path.name for path in (tmp_path / "out").iterdir()} == set(result["files"])
        assert result["unique_given_4"] == 0.0

    def test_with_the_right_there_are(self, camps, entitled, tmp_path):
        result = run("export_results", camps.slug, tmp_path / "out", "--as", entitled.email)
        assert "participants.csv" in result["files"]
        assert result["rows_left_out"] is None
        assert len(table(tmp_path / "out", "participants.csv")) == 24

    def test_the_lossless_file_says_the_same_with_exact_texts(self, camps, tmp_path):
        run("export_results", camps.slug, tmp_path / "out")
        lines = (tmp_path / "out" / "statements.jsonl").read_text("utf-8").splitlines()
        exact, sheet = [json.loads(line) for line in lines], table(tmp_path / "out", "statements.csv")
        assert [row["text"] for row in exact] == [s.text for s in camps.statements.order_by("number")]
        assert [str(row["agree"]) for row in exact] == [row["agree"] for row in sheet]
        assert f"'{HOSTILE}" in {row["text"] for row in sheet}

    def test_counts_of_few_people_are_left_out_without_the_right(self, camps, entitled, tmp_path):
        small = camps.statements.order_by("number").first()
        camps.votes.filter(statement=small, value=1, participant__number__gt=15).delete()
        analysed(camps)
        run("export_results", camps.slug, tmp_path / "public")
        run("export_results", camps.slug, tmp_path / "full", "--as", entitled.email)
        public, full = (
            next(row for row in table(tmp_path / name, "statements.csv") if row["id"] == str(small.number))
            for name in ("public", "full")
        )
        assert public["votes"] == full["votes"] != ""
        assert public["group B votes"] == public["group B agree"] == public["group-aware consensus"] == ""
        assert int(full["group B votes"]) < 10


class TestThePageOfOrganisers:
    def address(self, deliberation: Deliberation) -> str:
        return reverse("deliberation:organise_people", args=[deliberation.slug])

    def test_an_owner_gives_the_right_and_takes_it_back_and_both_are_recorded(self, camps, signed_in):
        browser = signed_in(MembershipFactory(deliberation=camps, role=Role.OWNER).user)
        other = MembershipFactory(deliberation=camps, role=Role.OWNER)
        for may in (True, False):
            browser.post(self.address(camps), {"rows": other.pk, "may": str(int(may))})
            assert Membership.objects.get(pk=other.pk).may_export_rows is may
            event = camps.events.order_by("-id").first()
            assert event.kind == "deliberation.configured"
            assert event.payload.body["after"] == {"account": other.user.pk, "may_export_rows": may}

    def test_only_owners_get_it_and_lose_it_with_their_role(self, camps, signed_in):
        browser = signed_in(MembershipFactory(deliberation=camps, role=Role.OWNER).user)
        moderator = MembershipFactory(deliberation=camps, role=Role.MODERATOR)
        owner = MembershipFactory(deliberation=camps, role=Role.OWNER, may_export_rows=True)
        browser.post(self.address(camps), {"rows": moderator.pk, "may": "1"})
        browser.post(self.address(camps), {"email": owner.user.email, "role": Role.OBSERVER})
        assert not Membership.objects.filter(may_export_rows=True).exists()

    def test_the_link_gives_the_votes_to_its_owner_alone_for_ten_minutes(
        self, camps, entitled, signed_in, monkeypatch
    ):
        browser = signed_in(entitled)
        link = self.link_on(browser, camps)
        response = browser.get(link)
        files = zipfile.ZipFile(io.BytesIO(response.getvalue()))
        assert {"comments.csv", "participants-votes.csv", "uniqueness.json"} <= set(files.namelist())
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
        assert camps.events.order_by("-id").first().payload.body["after"]["rows_taken"] is True

        other = signed_in(MembershipFactory(deliberation=camps, role=Role.OWNER, may_export_rows=True).user)
        assert other.get(link).status_code == 404
        assert expiring_links.LINK_SECONDS == 600
        monkeypatch.setattr(expiring_links, "LINK_SECONDS", -1)
        late = browser.get(link)
        monkeypatch.undo()
        assert late.status_code == 302
        assert not late.streaming

        Membership.objects.filter(user=entitled).update(may_export_rows=False)
        assert browser.get(link).status_code == 404
        assert "organise/votes/" not in browser.get(self.address(camps)).content.decode()

    def link_on(self, browser: Client, deliberation: Deliberation) -> str:
        assert get_user(browser).is_authenticated
        page = browser.get(self.address(deliberation))
        token = page.context["rows_token"]
        link = reverse("deliberation:organise_rows", args=[deliberation.slug, token])
        assert link in page.content.decode()
        return link
