import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from constitution.exports.verify import check_export
from constitution.models import ConstitutionVersion, Principle, RatificationVote
from constitution.services import close_ratification, draft_version, open_ratification, ratify_version
from deliberation.integrity.evidence import file_hash
from deliberation.models import Deliberation, Participant, User
from deliberation.people.participation import COOKIE_SALT, cookie_name
from tests.constitution.assemblies import STATEMENTS, analysed_assembly, people_of_group

pytestmark = pytest.mark.django_db

RULE = {"overall": 0.6, "every_group": 0.5, "quorum": 2}
KEY = "0123456789abcdef"
SignedIn = Callable[[User], Client]


@pytest.fixture
def draft(deliberation: Deliberation) -> ConstitutionVersion:
    """A draft of two principles in ``deliberation``."""
    analysed_assembly(deliberation=deliberation)
    return draft_version(deliberation=deliberation)


@pytest.fixture
def open_version(draft: ConstitutionVersion) -> ConstitutionVersion:
    """The draft, open for ratification."""
    return open_ratification(version=draft, rule=RULE)


@pytest.fixture
def ratified(draft: ConstitutionVersion) -> ConstitutionVersion:
    """The draft, ratified by the organiser."""
    return ratify_version(version=draft)


def address(name: str, deliberation: Deliberation, *parts: object) -> str:
    return reverse(f"constitution:{name}", args=[deliberation.slug, *parts])


def known_as(participant: Participant) -> Client:
    """A browser with the participant's cookie."""
    from django.core.signing import get_cookie_signer

    client = Client()
    name = cookie_name(participant.deliberation)
    client.cookies[name] = get_cookie_signer(salt=name + COOKIE_SALT).sign(participant.public_id)
    return client


def page(response: HttpResponse) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_before_there_is_a_draft_the_page_says_what_will_be_here(
    client: Client, deliberation: Deliberation
) -> None:
    assert "There is no constitution yet" in page(client.get(address("constitution", deliberation)))
    assert "no version yet" in page(client.get(address("versions", deliberation)))
    assert "nothing to ratify now" in page(client.get(address("ratify", deliberation)))


def test_a_draft_is_public_and_says_that_it_is_one(client: Client, draft: ConstitutionVersion) -> None:
    text = page(client.get(address("constitution", draft.deliberation)))
    assert "This is a draft" in text
    assert 'id="p01"' in text and 'id="p02"' in text
    assert "is most honest." in text


def test_a_ratified_constitution_shows_who_decided_where_people_differ_and_why(
    client: Client, ratified: ConstitutionVersion
) -> None:
    text = page(client.get(address("constitution", ratified.deliberation)))
    assert "by the organiser, without a vote of the participants" in text
    why = page(client.get(address("principle", ratified.deliberation, 1, 1)))
    assert "The AI should be honest." in why
    assert "Where we do not agree" in text and "The AI should take the side of workers." in text
    assert "Agreed, but not about an answer" in text
    assert ratified.content_sha256 in text
    assert "This is a draft" not in text


def test_what_the_participants_did_not_adopt_stays_readable(
    client: Client, open_version: ConstitutionVersion
) -> None:
    for group in (0, 1):
        person = people_of_group(open_version.analysis, group)[0]
        for number, value in ((1, 1), (2, -1)):
            answer = {"principle": number, "value": value, "key": KEY + str(number)}
            known_as(person).post(address("ratify", open_version.deliberation), answer)
    close_ratification(version=open_version)
    text = page(client.get(address("constitution", open_version.deliberation)))
    assert "ratified on" in text and "by vote of 2 participants" in text
    assert "Not adopted" in text and "Fewer than 10 people answered" in text


def test_each_version_has_an_address_that_stays(client: Client, ratified: ConstitutionVersion) -> None:
    deliberation = ratified.deliberation
    ratify_version(version=draft_version(deliberation=deliberation, size=1))
    assert "A later version has taken the place" in page(client.get(address("version", deliberation, 1)))
    text = page(client.get(address("versions", deliberation)))
    assert text.index("Version 2") < text.index("Version 1")
    assert client.get(address("version", deliberation, 3)).status_code == 404


def test_the_files_can_be_taken_away_as_the_command_writes_them(
    client: Client, ratified: ConstitutionVersion, tmp_path: Path
) -> None:
    deliberation = ratified.deliberation
    call_command("export_constitution", deliberation.slug, to=tmp_path / "export", stdout=StringIO())
    for path in (tmp_path / "export").iterdir():
        assert client.get(address("download", deliberation, 1, path.name)).getvalue() == path.read_bytes()
    packed = client.get(address("download", deliberation, 1, "constitution.zip")).getvalue()
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        archive.extractall(tmp_path)
    assert check_export(tmp_path / "constitution-v1").problems == []
    manifest = json.loads((tmp_path / "constitution-v1" / "manifest.json").read_bytes())
    assert manifest["constitution"]["sha256"] == ratified.content_sha256
    assert client.get(address("download", deliberation, 1, "settings.py")).status_code == 404


def test_a_page_says_what_each_file_is_for_and_gives_its_digest(
    client: Client, ratified: ConstitutionVersion
) -> None:
    deliberation = ratified.deliberation
    shown = page(client.get(address("files", deliberation, 1)))
    manifest = json.loads(client.get(address("download", deliberation, 1, "manifest.json")).getvalue())
    for name, entry in manifest["files"].items():
        assert name in shown and entry["sha256"] in shown
    assert manifest["log"]["ratification_leaf"] in shown
    program = client.get(reverse("constitution:verify_export_program")).getvalue()
    assert file_hash(program) == manifest["files"]["verify.py"]["sha256"]


def test_what_people_wrote_is_escaped(client: Client, deliberation: Deliberation) -> None:
    analysed_assembly(
        [("The AI should be <script>alert(1)</script> honest.", STATEMENTS[0][1])], deliberation=deliberation
    )
    draft_version(deliberation=deliberation)
    text = page(client.get(address("constitution", deliberation)))
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text


def test_an_unknown_or_unlisted_deliberation_has_no_constitution(
    client: Client, draft: ConstitutionVersion
) -> None:
    Deliberation.objects.update(state=Deliberation.State.DRAFT)
    for name in ("constitution", "versions", "ratify"):
        assert client.get(address(name, draft.deliberation)).status_code == 404


def test_a_constitution_of_many_principles_needs_few_queries(
    client: Client, deliberation: Deliberation, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    statements = [(f"The AI should be honest in case {n}.", STATEMENTS[0][1]) for n in range(60)]
    analysed_assembly(statements, deliberation=deliberation)
    draft_version(deliberation=deliberation, size=60)
    with django_assert_max_num_queries(20):
        client.get(address("constitution", deliberation))


def test_a_participant_adopts_a_principle_and_changes_their_mind(open_version: ConstitutionVersion) -> None:
    browser = known_as(people_of_group(open_version.analysis, 0)[0])
    there = address("ratify", open_version.deliberation)
    answered = browser.post(there, {"principle": 1, "value": 1, "key": KEY})
    assert (answered.status_code, answered["Location"]) == (302, f"{there}#p02")
    assert RatificationVote.objects.get().value == 1
    text = page(browser.get(there))
    assert "1 of 2 answered" in text
    assert re.search(r'id="p01-adopt" name="value" value="1" aria-pressed="true"', text)
    browser.post(there, {"principle": 1, "value": -1, "key": KEY})
    assert RatificationVote.objects.get().value == -1


def test_answering_all_says_so(open_version: ConstitutionVersion) -> None:
    browser = known_as(people_of_group(open_version.analysis, 0)[0])
    there = address("ratify", open_version.deliberation)
    for number in (1, 2):
        last = browser.post(there, {"principle": number, "value": 0, "key": KEY + str(number)})
    assert last["Location"] == f"{there}#answered"
    assert re.search(r'id="answered">', page(browser.get(there)))


def test_a_visitor_joins_with_the_first_answer_and_is_known_afterwards(
    client: Client, open_version: ConstitutionVersion
) -> None:
    there = address("ratify", open_version.deliberation)
    before = Participant.objects.count()
    assert "No account and no e-mail" in page(client.get(there))
    client.post(there, {"principle": 1, "value": 1, "key": KEY})
    client.post(there, {"principle": 2, "value": 1, "key": KEY + "b"})
    assert Participant.objects.count() == before + 1
    assert RatificationVote.objects.count() == 2
    assert "2 of 2 answered" in page(client.get(there))


def test_sending_the_same_answer_twice_counts_once(client: Client, open_version: ConstitutionVersion) -> None:
    there = address("ratify", open_version.deliberation)
    for _time in range(2):
        Client().post(there, {"principle": 1, "value": 1, "key": KEY})
    assert RatificationVote.objects.count() == 1


def test_with_htmx_only_the_principle_and_the_progress_come_back(open_version: ConstitutionVersion) -> None:
    browser = known_as(people_of_group(open_version.analysis, 0)[0])
    answered = browser.post(
        address("ratify", open_version.deliberation),
        {"principle": 1, "value": 1, "key": KEY},
        headers={"HX-Request": "true"},
    )
    text = page(answered)
    assert "<html" not in text
    assert 'id="p01"' in text and 'id="p02"' not in text
    assert "1 of 2 answered" in text


@pytest.mark.parametrize(
    "answer",
    [
        {"principle": 1, "value": 7, "key": KEY},
        {"principle": 1, "value": 1, "key": "short"},
        {"principle": 0, "value": 1, "key": KEY},
        {"value": 1, "key": KEY},
        {},
    ],
)
def test_answers_that_make_no_sense_are_refused_and_nobody_joins(
    client: Client, open_version: ConstitutionVersion, answer: dict[str, object]
) -> None:
    there = address("ratify", open_version.deliberation)
    before = Participant.objects.count()
    assert client.post(there, answer, headers={"HX-Request": "true"}).status_code == 400
    assert client.post(there, answer).status_code == 302
    assert Participant.objects.count() == before
    assert not RatificationVote.objects.exists()


def test_an_answer_after_the_vote_has_closed_is_refused_kindly(open_version: ConstitutionVersion) -> None:
    browser = known_as(people_of_group(open_version.analysis, 0)[0])
    there = address("ratify", open_version.deliberation)
    close_ratification(version=open_version, give_up=True)
    refused = browser.post(there, {"principle": 1, "value": 1, "key": KEY}, follow=True)
    assert "The vote has ended" in page(refused)
    assert not RatificationVote.objects.exists()


def test_a_principle_that_does_not_exist_is_not_found(
    client: Client, open_version: ConstitutionVersion
) -> None:
    there = address("ratify", open_version.deliberation)
    assert client.post(there, {"principle": 99, "value": 1, "key": KEY}).status_code == 404


ORGANISING = [("organise", "get"), ("draft", "post"), ("open_vote", "post"), ("close_vote", "post")]


@pytest.mark.parametrize(("name", "method"), [*ORGANISING, ("ratify_alone", "post")])
def test_only_owners_organise(
    draft: ConstitutionVersion,
    signed_in: SignedIn,
    moderator: User,
    observer: User,
    stranger: User,
    participant: Participant,
    name: str,
    method: str,
) -> None:
    there = address(name, draft.deliberation)
    for browser in (Client(), known_as(participant)):
        answered = getattr(browser, method)(there)
        assert answered.status_code == 302 and "sign-in" in answered["Location"]
    for account in (moderator, observer, stranger):
        assert getattr(signed_in(account), method)(there).status_code == 404
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_only_owners_edit(
    draft: ConstitutionVersion, signed_in: SignedIn, moderator: User, stranger: User
) -> None:
    there = address("edit", draft.deliberation, 1)
    for account in (moderator, stranger):
        assert signed_in(account).post(there, {"text": "Choose mine."}).status_code == 404
    assert "sign-in" in Client().post(there)["Location"]


def test_an_owner_drafts_edits_opens_and_closes(
    deliberation: Deliberation, signed_in: SignedIn, owner: User
) -> None:
    analysis = analysed_assembly(deliberation=deliberation)
    browser = signed_in(owner)
    browser.post(address("draft", deliberation), {"size": 5})
    edit = address("edit", deliberation, 1)
    assert "People voted on this" in page(browser.get(edit))
    browser.post(
        edit,
        {
            "text": "Choose the honest one.",
            "kind": "promote",
            "critique_request": "Where is it not honest?",
            "revision_request": "Make it honest.",
            "why": "Shorter.",
            "seen_revision": 1,
        },
    )
    assert Principle.objects.get(number=1).text == "Choose the honest one."
    browser.post(address("open_vote", deliberation), {"overall": 60, "every_group": 50, "quorum": 2})
    for group in (0, 1):
        voter = known_as(people_of_group(analysis, group)[0])
        for number in (1, 2):
            voter.post(
                address("ratify", deliberation), {"principle": number, "value": 1, "key": KEY + str(number)}
            )
    assert "2 people have answered so far" in page(browser.get(address("organise", deliberation)))
    closed = browser.post(address("close_vote", deliberation), follow=True)
    assert "The participants have ratified version 1" in page(closed)
    assert "Shorter." in page(Client().get(address("principle", deliberation, 1, 1)))


def test_an_owner_who_closes_without_a_quorum_is_told_and_the_vote_goes_on(
    open_version: ConstitutionVersion, signed_in: SignedIn, owner: User
) -> None:
    closed = signed_in(owner).post(address("close_vote", open_version.deliberation), follow=True)
    assert "There is no quorum" in page(closed)
    open_version.refresh_from_db()
    assert open_version.state == "ratifying"


def test_an_owner_ratifies_alone_and_the_page_says_so(
    draft: ConstitutionVersion, signed_in: SignedIn, owner: User
) -> None:
    done = signed_in(owner).post(address("ratify_alone", draft.deliberation), follow=True)
    assert "ratified by your decision" in page(done)


def test_two_owners_editing_at_once_lose_nothing(
    draft: ConstitutionVersion, signed_in: SignedIn, owner: User
) -> None:
    browser, there = signed_in(owner), address("edit", draft.deliberation, 1)
    form = {"kind": "promote", "why": "Clearer.", "seen_revision": 1}
    browser.post(there, {**form, "text": "Choose the first."})
    second = browser.post(there, {**form, "text": "Choose the second."})
    assert second.status_code == 422
    text = second.content.decode()
    assert "Choose the first." in text and "Choose the second." in text
    assert 'name="seen_revision" value="2"' in text
    assert Principle.objects.get(number=1, version=draft).text == "Choose the first."


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("draft", {"size": 0}),
        ("draft", {"size": "many"}),
        ("open_vote", {"overall": 0, "every_group": 50, "quorum": 5}),
        ("open_vote", {}),
    ],
)
def test_forms_that_make_no_sense_come_back_with_the_reason(
    draft: ConstitutionVersion, signed_in: SignedIn, owner: User, name: str, sent: dict[str, object]
) -> None:
    assert signed_in(owner).post(address(name, draft.deliberation), sent).status_code == 422
    assert ConstitutionVersion.objects.get().state == "draft"


def test_an_edit_without_a_reason_or_a_sentence_comes_back(
    draft: ConstitutionVersion, signed_in: SignedIn, owner: User
) -> None:
    browser, there = signed_in(owner), address("edit", draft.deliberation, 1)
    for text, why in (("Choose it.", ""), ("!!", "Because."), ("x" * 1001, "Because.")):
        sent = {"text": text, "why": why, "kind": "promote", "seen_revision": 1}
        assert browser.post(there, sent).status_code == 422
    assert Principle.objects.get(number=1).revision == 1


def test_without_an_analysis_the_organiser_is_told_what_comes_first(
    deliberation: Deliberation, signed_in: SignedIn, owner: User
) -> None:
    browser = signed_in(owner)
    assert "There is no analysis yet" in page(browser.get(address("organise", deliberation)))
    drafted = browser.post(address("draft", deliberation), {"size": 5}, follow=True)
    assert "There is no analysis yet" in page(drafted)


def test_there_is_nothing_to_edit_once_the_vote_is_open(
    open_version: ConstitutionVersion, signed_in: SignedIn, owner: User
) -> None:
    there = signed_in(owner).get(address("edit", open_version.deliberation, 1), follow=True)
    assert "There is no draft to edit" in page(there)


def test_nobody_ratifies_without_joining_where_joining_is_asked_for(
    client: Client, open_version: ConstitutionVersion
) -> None:
    Deliberation.objects.update(access=Deliberation.Access.INVITATION)
    there = address("ratify", open_version.deliberation)

    answer = client.post(there, {"principle": 1, "value": 1, "key": KEY}, follow=True)

    assert "please join the deliberation first" in page(answer)
    assert not RatificationVote.objects.exists()
