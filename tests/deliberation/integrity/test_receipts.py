"""A receipt proves each acknowledged vote, to this site and to anybody without it."""

import json
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import verify_receipt
from deliberation.integrity import proofs, sealing
from deliberation.integrity.proofs import SealedTree
from deliberation.integrity.receipt_check import KINDS, PROBLEMS, checked
from deliberation.integrity.receipts import receipt_for
from deliberation.integrity.sealing import last_seal, seal_log
from deliberation.integrity.signing import public_key, signing_key
from deliberation.integrity.stored_log import published_heads
from deliberation.models import Event, SealedEvent
from deliberation.people.erasure import erase_participant
from deliberation.people.participation import remember_participant
from deliberation.people.services import join_deliberation
from deliberation.voting.services import cast_vote, undo_vote
from tests.factories import ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent.parent


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def voter(deliberation, client):
    """Somebody with four entries in the log, known to the client, among others who vote."""
    person = join_deliberation(deliberation=deliberation)
    others = ParticipantFactory.create_batch(3, deliberation=deliberation)
    for number, statement in enumerate(StatementFactory.create_batch(3, deliberation=deliberation)):
        for voting in (person, *others):
            cast_vote(
                participant=voting, statement=statement, value=number % 3 - 1, client_key=f"key-{number}"
            )
    undo_vote(participant=person, statement=statement, client_key="undo")
    response = client.get("/")
    remember_participant(response, person)
    client.cookies = response.cookies
    seal_log(deliberation=deliberation)
    return person


def outside(tmp_path, receipt, *options):
    """Run the program where neither the project nor Django can be imported."""
    file = tmp_path / "receipt.json"
    file.write_text(receipt if isinstance(receipt, str) else json.dumps(receipt), encoding="utf-8")
    program = tmp_path / "verify_receipt.py"
    program.write_bytes((ROOT / "verify_receipt.py").read_bytes())
    command = [sys.executable, str(program), str(file), *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env={}, check=False)


def uploaded(client, deliberation, content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    file = SimpleUploadedFile("receipt.json", data, content_type="application/json")
    return client.post(reverse("deliberation:check_receipt", args=[deliberation.slug]), {"file": file})


def test_every_acknowledged_vote_of_everybody_can_be_proved(deliberation, voter, monkeypatch):
    monkeypatch.setattr(proofs, "BLOCK", 4)
    proved = set()
    for person in deliberation.participants.all():
        receipt = receipt_for(person)
        if receipt is None:  # the author of a statement that the factory made
            continue
        assert verify_receipt.check_receipt(receipt, [public_key(signing_key())]).ok
        proved |= {(person.number, event["entry"]["key"]) for event in receipt["events"]}
    recorded = Event.objects.exclude(participant=None).values_list("participant__number", "client_key")
    assert proved == set(recorded)


def test_the_program_checks_a_receipt_without_the_project(deliberation, voter, tmp_path):
    receipt = receipt_for(voter)
    finished = outside(tmp_path, receipt, "--key", public_key(signing_key()))
    assert finished.returncode == 0, finished.stderr
    assert "Everything holds." in finished.stdout
    assert "voted disagree on statement 1" in finished.stdout
    answer = outside(tmp_path, receipt, "--json")
    assert json.loads(answer.stdout)["ok"] is True


def tampered(receipt, way):
    event = receipt["events"][1]
    if way == "content":
        event["body"]["value"] += 1
    elif way == "inclusion":
        event["entry"]["recorded_at"] = "2020-01-01T00:00:00+00:00"
    elif way == "signature":
        receipt["head"]["size"] += 1
    elif way == "participant":
        event["entry"]["participant"] += 1
    elif way == "twice":
        receipt["events"].append(event)
    elif way == "erased":
        event["salt"] = ""
    elif way == "log":
        event["entry"]["log"] = "another"
    elif way == "format":
        receipt["head"]["format"] = "another"
    return receipt


@pytest.mark.parametrize(
    "way", ["content", "inclusion", "signature", "participant", "twice", "erased", "log", "format"]
)
def test_a_receipt_that_was_changed_does_not_hold(deliberation, voter, client, way):
    receipt = tampered(receipt_for(voter), way)
    assert way in {problem.kind for problem in verify_receipt.check_receipt(receipt).problems}
    page = uploaded(client, deliberation, receipt)
    assert "This receipt does not hold." in page.content.decode()


def test_another_key_than_the_known_one_is_named(voter, tmp_path):
    finished = outside(tmp_path, receipt_for(voter), "--key", "00" * 32)
    assert (finished.returncode, "another key" in finished.stdout) == (1, True)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "null", '{"format": "concord-receipt-1"}', "[" * 100_000, '{"a": 1e999}', "\x00"],
)
def test_what_is_no_receipt_is_refused_kindly(deliberation, voter, client, tmp_path, content):
    page = uploaded(client, deliberation, content.encode())
    assert page.status_code == 422
    assert "not a receipt" in page.content.decode()
    finished = outside(tmp_path, content)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr


STRANGE = [None, 5, "x", [], {}, [[]], True, -1, 10**30, {"statement": "<b>"}]


def test_nothing_in_a_file_breaks_the_check(deliberation, voter):
    receipt = receipt_for(voter)
    head, event = receipt["head"], receipt["events"][0]
    strange = [receipt | {place: value} for place in receipt for value in STRANGE]
    strange += [receipt | {"head": head | {part: value}} for part in head for value in STRANGE]
    strange += [receipt | {"events": [event | {part: value}]} for part in event for value in STRANGE]
    strange += [
        receipt | {"events": [event | {"entry": event["entry"] | {part: value}}]}
        for part in event["entry"]
        for value in STRANGE
    ]
    held = []
    for content in strange:
        with suppress(verify_receipt.Unreadable):
            if checked(json.dumps(content).encode(), deliberation).ok:
                held.append(content)
    # What is said beside the seal and the entries, and what was there before.
    assert all(content["events"] == receipt["events"][:1] for content in held if len(content["events"]) == 1)
    assert all(content["head"] == head for content in held)


def test_a_file_that_is_too_large_is_not_read(deliberation, client):
    page = uploaded(client, deliberation, b" " * 2_000_001)
    assert "too large" in page.content.decode()


def test_the_owner_downloads_the_receipt_and_the_site_says_that_it_holds(deliberation, voter, client):
    page = client.get(reverse("deliberation:my_data", args=[deliberation.slug])).content.decode()
    address = reverse("deliberation:receipt", args=[deliberation.slug])
    assert address in page
    answer = client.get(address)
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    client.cookies.clear()
    checked = uploaded(client, deliberation, answer.content).content.decode()
    assert "This receipt holds." in checked
    assert "attachment" not in client.get(address).get("Content-Disposition", "")


def test_an_old_receipt_holds_while_the_log_grows(deliberation, voter, client):
    receipt = receipt_for(voter)
    statement = deliberation.statements.first()
    for key in "abcdefg":
        cast_vote(participant=voter, statement=statement, value=1, client_key=key)
        seal_log(deliberation=deliberation)
    assert receipt_for(voter)["waiting"] == 0
    assert "This receipt holds." in uploaded(client, deliberation, receipt).content.decode()


def test_what_is_not_sealed_yet_is_counted(deliberation, voter, client):
    cast_vote(participant=voter, statement=deliberation.statements.first(), value=1, client_key="new")
    assert receipt_for(voter)["waiting"] == 1
    page = client.get(reverse("deliberation:my_data", args=[deliberation.slug])).content.decode()
    assert "1 entry of yours is not sealed yet" in page


def test_before_the_first_seal_there_is_no_receipt(statement, client):
    person = join_deliberation(deliberation=statement.deliberation)
    cast_vote(participant=person, statement=statement, value=1, client_key="a")
    assert receipt_for(person) is None
    response = client.get("/")
    remember_participant(response, person)
    client.cookies = response.cookies
    answer = client.get(reverse("deliberation:receipt", args=[statement.deliberation.slug]))
    assert answer.status_code == 302


def test_after_erasing_the_old_receipt_holds_and_there_is_no_new_one(deliberation, voter, client):
    receipt = receipt_for(voter)
    erase_participant(participant=voter, with_accepted_statements=True)
    seal_log(deliberation=deliberation)
    assert receipt_for(voter) is None
    assert "This receipt holds." in uploaded(client, deliberation, receipt).content.decode()


def test_a_seal_that_the_site_never_made_is_no_seal_of_its(deliberation, voter, client, settings):
    receipt = receipt_for(voter)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from deliberation.integrity.evidence import canonical_json

    stranger = Ed25519PrivateKey.generate()
    receipt["head"]["public_key"] = public_key(stranger)
    receipt["signature"] = stranger.sign(canonical_json(receipt["head"])).hex()
    assert verify_receipt.check_receipt(receipt).ok
    assert "no such seal" in uploaded(client, deliberation, receipt).content.decode()


def test_all_kinds_and_problems_have_words():
    assert KINDS.keys() <= set(Event.Kind.values)
    program = (ROOT / "verify_receipt.py").read_text(encoding="utf-8")
    receipts, _heads = program.split("def check_consistency")
    assert set(re.findall(r'found\.found\("(\w+)"', receipts)) <= PROBLEMS.keys()


def heads_of(client, deliberation, query=""):
    answer = client.get(reverse("deliberation:log_heads", args=[deliberation.slug]) + query)
    return json.loads(b"".join(answer.streaming_content))


def test_a_monitor_sees_that_the_log_only_grew(deliberation, voter, client, tmp_path, monkeypatch):
    old = heads_of(client, deliberation)
    statement = deliberation.statements.first()
    for key in "abcde":
        cast_vote(participant=voter, statement=statement, value=1, client_key=key)
        seal_log(deliberation=deliberation)
    new, later = heads_of(client, deliberation), heads_of(client, deliberation, "?from=2")
    assert [head["head"]["number"] for head in later["heads"]] == [2, 3, 4, 5, 6]
    for now in (new, later):
        found = verify_receipt.check_consistency(old, now, [public_key(signing_key())])
        assert (found.ok, found.checked) == (True, 6)
    shorter = new | {"heads": new["heads"][:-2]}
    assert {one.kind for one in verify_receipt.check_consistency(new, shorter).problems} == {"truncated"}
    gap = new | {"heads": new["heads"][:2] + new["heads"][3:]}
    assert "missing" in {one.kind for one in verify_receipt.check_consistency(old, gap).problems}
    for part, value in (("root", "00" * 32), ("size", 3), ("previous_root", "11" * 32)):
        changed = json.loads(json.dumps(new))
        changed["heads"][0]["head"][part] = value
        kinds = {one.kind for one in verify_receipt.check_consistency(old, changed).problems}
        assert {"rewritten", "signature"} <= kinds
    changed = json.loads(json.dumps(new))
    changed["heads"][3]["consistency"][0] = "00" * 32
    assert {one.kind for one in verify_receipt.check_consistency(old, changed).problems} == {"growth"}
    files = [tmp_path / "old.json", tmp_path / "new.json"]
    for file, heads in zip(files, (old, new), strict=True):
        file.write_text(json.dumps(heads))
    assert verify_receipt.main(["--consistency", *map(str, files)]) == 0
    assert verify_receipt.main(["--consistency", *map(str, files[::-1])]) == 1


def test_an_outsider_computes_every_seal_from_the_published_hashes(
    deliberation, voter, client, tmp_path, monkeypatch, capsys
):
    from deliberation.integrity import log_files

    monkeypatch.setattr(log_files, "LEAVES_PER_FILE", 5)
    count = SealedEvent.objects.filter(deliberation=deliberation).count()
    files = [tmp_path / "heads.json"]
    files[0].write_text(json.dumps(heads_of(client, deliberation)))
    for part in range(1, -(-count // 5) + 1):
        answer = client.get(reverse("deliberation:log_leaves", args=[deliberation.slug, part]))
        files.append(tmp_path / f"{part}.txt")
        files[-1].write_bytes(answer.content)
    nothing = reverse("deliberation:log_leaves", args=[deliberation.slug, len(files)])
    assert client.get(nothing).status_code == 404
    assert verify_receipt.main(["--leaves", *map(str, files)]) == 0
    assert verify_receipt.main(["--leaves", *map(str, files[:-1])]) == 1
    lines = files[1].read_text().split()
    files[1].write_text("\n".join([lines[1], lines[0], *lines[2:]]))
    assert verify_receipt.main(["--leaves", *map(str, files)]) == 1
    assert "is not over these entries" in capsys.readouterr().out


def test_growth_between_any_two_seals_is_proved(deliberation, voter, client, monkeypatch):
    monkeypatch.setattr(proofs, "BLOCK", 2)
    monkeypatch.setattr(sealing, "EVENTS_PER_SEAL", 3)
    for key in "abcdefghijkl":
        cast_vote(participant=voter, statement=deliberation.statements.first(), value=1, client_key=key)
    seal_log(deliberation=deliberation)
    heads = {one["head"]["number"]: one["head"] for one in published_heads(deliberation)}
    for old in heads:
        for new in range(old, len(heads) + 1):
            answer = client.get(reverse("deliberation:log_growth", args=[deliberation.slug, old, new])).json()
            roots = bytes.fromhex(heads[old]["root"]), bytes.fromhex(heads[new]["root"])
            path = [bytes.fromhex(step) for step in answer["path"]]
            sizes = answer["old_size"], answer["new_size"]
            assert verify_receipt.only_grew(sizes[0], roots[0], sizes[1], roots[1], path)
    assert client.get(reverse("deliberation:log_growth", args=[deliberation.slug, 1, 99])).status_code == 404


def test_a_cache_that_lies_makes_no_false_proof(deliberation, voter, monkeypatch):
    from django.core.cache import cache

    monkeypatch.setattr(proofs, "BLOCK", 2)
    size = last_seal(deliberation).size
    cache.set(f"log-blocks:{deliberation.public_id}", b"\x00" * 32 * (size // 2), timeout=None)
    assert SealedTree(deliberation, size).inclusion(0)
    assert {p.kind for p in verify_receipt.check_receipt(receipt_for(voter)).problems} == {"inclusion"}
    cast_vote(participant=voter, statement=deliberation.statements.first(), value=1, client_key="more")
    seal_log(deliberation=deliberation)
    from deliberation.integrity.stored_log import check_log

    assert check_log(deliberation).ok


def test_the_record_shows_its_seals_and_hides_drafts(deliberation, voter, client):
    address = reverse("deliberation:log", args=[deliberation.slug])
    page = client.get(address).content.decode()
    seal = last_seal(deliberation)
    for shown in (seal.root, seal.signature, seal.public_key):
        assert shown in page
    program = client.get(reverse("deliberation:verify_receipt_program"))
    assert program.content == (ROOT / "verify_receipt.py").read_bytes()
    deliberation.state = deliberation.State.DRAFT
    deliberation.save()
    for name in ("log", "log_heads", "check_receipt", "receipt"):
        assert client.get(reverse(f"deliberation:{name}", args=[deliberation.slug])).status_code == 404


def test_nothing_that_is_published_says_who_voted_what(deliberation, voter, client):
    event = Event.objects.filter(participant=voter).first()
    published = json.dumps(heads_of(client, deliberation))
    leaves = client.get(reverse("deliberation:log_leaves", args=[deliberation.slug, 1])).content.decode()
    for secret in (event.commitment, event.payload.salt, event.client_key):
        assert secret not in published + leaves
