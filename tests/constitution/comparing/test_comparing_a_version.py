"""Comparing a version: the job, what a person confirms, the pages, the files and the command."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from constitution.comparing import Vectors
from constitution.models import Comparison, ComparisonMatch, ConstitutionVersion
from constitution.services import comparing, draft_version
from constitution.services.comparing import decide_matches, find_matches, start_comparison
from constitution.tasks import compare_with_source
from deliberation.models import Event, Job, Role, User
from tests.constitution.assemblies import analysed_assembly
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
State = ComparisonMatch.State
THEIRS = ["The AI should be honest.", "The AI should save energy."]


@pytest.fixture(autouse=True)
def words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare by words: the encoders take seconds to load."""
    monkeypatch.setattr(comparing, "encode", lambda *_texts, **_options: Vectors())


@pytest.fixture
def version() -> ConstitutionVersion:
    return draft_version(deliberation=analysed_assembly().deliberation)


@pytest.fixture
def owner(version: ConstitutionVersion) -> User:
    return MembershipFactory(deliberation=version.deliberation, role=Role.OWNER).user


@pytest.fixture
def browser(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def compared(version: ConstitutionVersion, owner: User) -> Comparison:
    made = start_comparison(version=version, name="Theirs", principles=THEIRS, compared_by=owner)
    compare_with_source(job_id=Job.objects.get(task=comparing.TASK).pk)
    return made


def sent(content: bytes, name: str = "theirs.json") -> dict[str, Any]:
    return {"library_key": "", "name": "", "source": "", "file": SimpleUploadedFile(name, content)}


def test_the_job_proposes_pairs_and_says_that_only_words_were_compared(
    version: ConstitutionVersion, owner: User
) -> None:
    made = compared(version, owner)
    match = made.matches.get(kind="matched")
    assert (match.principle.text, match.position) == ("Choose the response that is most honest.", 0)
    assert match.state == State.PROPOSED
    made.refresh_from_db()
    assert made.encoders == []


def test_running_it_twice_gives_the_same_and_keeps_what_a_person_decided(
    version: ConstitutionVersion, owner: User
) -> None:
    made = compared(version, owner)
    match = made.matches.get(kind="matched")
    decide_matches(comparison=made, decisions={match.pk: State.REFUSED}, is_public=True, decided_by=owner)
    before = set(made.matches.values_list("principle", "position", "kind", "state"))
    find_matches(comparison=made)
    find_matches(comparison=made)
    assert set(made.matches.values_list("principle", "position", "kind", "state")) == before


def test_a_source_of_the_library_stands_beside_a_version_once(
    version: ConstitutionVersion, owner: User, browser: Client
) -> None:
    address = reverse("constitution:compare", args=[version.deliberation.slug])
    for _time in range(2):
        answer = browser.post(address, {"library_key": "universal-declaration-1948"})
        assert answer.status_code == 302
    made = Comparison.objects.get()
    assert len(made.principles) == 30
    assert "United Nations" in made.source


def test_what_is_confirmed_is_recorded_with_both_texts(
    version: ConstitutionVersion, owner: User, browser: Client
) -> None:
    made = compared(version, owner)
    match = made.matches.get(kind="matched")
    address = reverse("constitution:confirm_comparison", args=[version.deliberation.slug, made.pk])
    answer = browser.post(address, {f"match-{match.pk}": "confirmed", "match-999999": "refused"})
    assert answer.status_code == 302
    match.refresh_from_db()
    assert (match.state, match.decided_by) == (State.CONFIRMED, owner)
    event = Event.objects.get(kind=Event.Kind.CONSTITUTION_COMPARED)
    body = event.payload.body
    assert body["decided"][0]["theirs"] == THEIRS[0]
    assert body["decided"][0]["state"] == "confirmed"
    assert body["is_public"] is False
    made.refresh_from_db()
    assert not made.is_public


def test_only_owners_compare_and_decide(version: ConstitutionVersion, owner: User) -> None:
    made = compared(version, owner)
    with pytest.raises(PermissionError):
        start_comparison(version=version, name="x", principles=THEIRS, compared_by=UserFactory())
    with pytest.raises(PermissionError):
        decide_matches(comparison=made, decisions={}, is_public=False, decided_by=UserFactory())


@pytest.mark.parametrize("content", [b"[]", b'["broken', b"\x00\xff", b"[1]", b"x" * 2_000_001])
def test_a_file_that_cannot_be_read_is_refused_in_words_and_stores_nothing(
    version: ConstitutionVersion, browser: Client, content: bytes
) -> None:
    answer = browser.post(reverse("constitution:compare", args=[version.deliberation.slug]), sent(content))
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert not Comparison.objects.exists()
    assert not Job.objects.filter(task=comparing.TASK).exists()


def test_hostile_words_in_a_file_are_shown_as_words_and_never_computed(
    version: ConstitutionVersion, owner: User, browser: Client
) -> None:
    words = ["<script>alert(1)</script> be honest", "=HYPERLINK(1)", "The AI should be honest."]
    slug = version.deliberation.slug
    browser.post(reverse("constitution:compare", args=[slug]), sent(json.dumps(words).encode(), "=1.json"))
    made = Comparison.objects.get()
    find_matches(comparison=made)
    page = Client().get(reverse("constitution:comparison", args=[slug, 1, made.pk])).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    answer = Client().get(reverse("constitution:comparison_csv", args=[slug, 1, made.pk]))
    lines = b"".join(answer.streaming_content).decode()
    assert ",=HYPERLINK" not in lines and "HYPERLINK" in lines


def test_the_public_page_says_it_in_one_line_and_shows_what_was_refused_as_new(
    version: ConstitutionVersion, owner: User
) -> None:
    made = compared(version, owner)
    slug = version.deliberation.slug
    address = reverse("constitution:comparison", args=[slug, 1, made.pk])
    page = " ".join(Client().get(address).content.decode().split())
    assert (
        "1 of 2 principles are also in it, 0 partly; 1 are only here; 1 of its own are missing here." in page
    )
    assert "nobody has looked at the pairs yet" in page
    result = Client().get(reverse("constitution:comparison_json", args=[slug, 1, made.pk])).json()
    assert (len(result["matched"]), result["overlap"]) == (1, 0.5)
    match = made.matches.get(kind="matched")
    decide_matches(comparison=made, decisions={match.pk: "refused"}, is_public=True, decided_by=owner)
    result = Client().get(reverse("constitution:comparison_json", args=[slug, 1, made.pk])).json()
    assert (len(result["matched"]), len(result["only_ours"]), result["overlap"]) == (0, 2, 0)


def test_a_comparison_that_is_not_public_is_the_organisers_alone(
    version: ConstitutionVersion, owner: User
) -> None:
    made = compared(version, owner)
    decide_matches(comparison=made, decisions={}, is_public=False, decided_by=owner)
    slug = version.deliberation.slug
    for name in ("comparison", "comparison_json", "comparison_csv"):
        assert Client().get(reverse(f"constitution:{name}", args=[slug, 1, made.pk])).status_code == 404
    assert "Theirs" not in Client().get(reverse("constitution:comparisons", args=[slug])).content.decode()


def test_the_library_is_to_start_from(version: ConstitutionVersion, browser: Client) -> None:
    slug = version.deliberation.slug
    page = browser.get(reverse("constitution:sources", args=[slug])).content.decode()
    assert "Universal Declaration of Human Rights" in page
    assert reverse("deliberation:organise_seeds", args=[slug]) in page
    assert 'name="lines"' not in Client().get(reverse("constitution:sources", args=[slug])).content.decode()
    answer = browser.post(
        reverse("deliberation:organise_seeds", args=[slug]), {"lines": "The AI should value sleep.\n"}
    )
    assert [row.text for row in answer.context["fine"]] == ["The AI should value sleep."]


def run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("compare_constitutions", *arguments, words_only=True, json=True, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_the_command_takes_a_file_a_slug_and_a_source(version: ConstitutionVersion, tmp_path: Path) -> None:
    file = tmp_path / "theirs.md"
    file.write_text("- The AI should be honest.\n- The AI should save energy.\n", encoding="utf-8")
    result = run(version.deliberation.slug, str(file))
    assert [(pair["text_a"], pair["text_b"]) for pair in result["matched"]] == [
        ("Choose the response that is most honest.", "The AI should be honest.")
    ]
    assert [one["text"] for one in result["only_b"]] == ["The AI should save energy."]
    assert result["overlap"] == 0.5
    assert run("library:oecd-ai-principles-2019", "library:oecd-ai-principles-2019")["overlap"] == 1.0


@pytest.mark.parametrize(
    "named", ["library:nothing", "library:collective-constitution-2023", "./no.json", "no-slug"]
)
def test_the_command_says_what_it_cannot_find(named: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("library:oecd-ai-principles-2019", named)
    assert "\n" not in str(refused.value)
