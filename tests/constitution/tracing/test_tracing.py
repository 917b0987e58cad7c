"""Both ways through a small assembly: what is behind a principle, and what became of each statement."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from constitution.models import Concern, ConstitutionVersion, Principle
from constitution.services import draft_version, edit_principle, open_ratification, ratify_version
from constitution.services.tracing import trace_principle, trace_statement
from constitution.tracing import PrincipleTrace, Use
from constitution.used_elsewhere import uses_of
from deliberation.integrity.merkle import node_hash
from deliberation.integrity.sealing import seal_log
from deliberation.models import Deliberation, Event, Statement, StatementLineage, User
from deliberation.moderation.services import moderate_statement
from tests.constitution.assemblies import STATEMENTS, Counts, analysed_assembly
from tests.factories import MembershipFactory, StatementFactory

pytestmark = pytest.mark.django_db

LARGE: Counts = [(30, 2, 1), (20, 0, 1)]
SPLIT: Counts = [(30, 0, 0), (0, 20, 0)]
HALF_SMALL: Counts = [(30, 0, 0), (6, 1, 0)]


def traced(version: ConstitutionVersion, number: int = 1, **asked: bool) -> PrincipleTrace:
    found = trace_principle(version, number, **asked)
    assert found is not None
    return found


def large_assembly() -> ConstitutionVersion:
    """A draft of which every group is large enough for its votes to be shown."""
    statements = [
        ("The AI should be honest.", LARGE),
        ("The AI should be patient.", HALF_SMALL),
        ("The AI should take sides.", SPLIT),
    ]
    analysis = analysed_assembly(statements, group_sizes=(33, 21))
    return draft_version(deliberation=analysis.deliberation)


def by_text(deliberation: Deliberation, text: str) -> Statement:
    return deliberation.statements.get(text=text)


def outcome(statement: Statement) -> tuple[str, str]:
    trace = trace_statement(statement.deliberation, statement.number)
    assert trace is not None
    return trace.fates[0].outcome, trace.fates[0].reason


def answer(name: str) -> dict[str, Any]:
    out = StringIO()
    call_command("trace", name, json=True, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return found


def test_a_principle_leads_back_to_its_statement_and_its_votes_by_group() -> None:
    version = large_assembly()
    trace = traced(version)
    assert trace.id == f"principle:{version.deliberation.slug}/v1/p01"
    (statement,) = trace.statements
    assert statement.text == "The AI should be honest."
    assert statement.votes is not None
    assert statement.votes.everyone is not None and statement.votes.everyone.agree == 50
    shown = {letter: tally and tally.agree for letter, tally in statement.votes.by_group.items()}
    assert shown == {"A": 30, "B": 20}


def test_votes_that_would_give_a_small_group_away_are_held_back() -> None:
    trace = traced(large_assembly(), 2)
    assert trace.statements[0].text == "The AI should be patient."
    votes = trace.statements[0].votes
    assert votes is not None and votes.by_group["B"] is None


def test_the_first_wording_is_by_rule_and_a_persons_change_has_no_name(owner: User) -> None:
    version = draft_version(deliberation=analysed_assembly().deliberation)
    MembershipFactory(deliberation=version.deliberation, user=owner, role="owner")
    principle = version.principles.get(number=1)
    edit_principle(
        principle=principle,
        text="Choose the response that is most truthful.",
        edited_by=owner,
        seen_revision=principle.revision,
        why="Plainer.",
    )
    first, *_rest, last = traced(version).edits
    assert (first.by, first.before) == ("rule", "The AI should be honest.")
    assert first.rule
    assert (last.by, last.rule, last.why) == ("organiser", "", "Plainer.")
    assert last.id == f"edit:{version.deliberation.slug}/v1/p01/e{len(traced(version).edits)}"
    assert owner.email not in json.dumps(answer(trace_name(version)))


def trace_name(version: ConstitutionVersion, number: int = 1) -> str:
    return f"principle:{version.deliberation.slug}/v{version.number}/p{number:02d}"


def test_moderation_stands_behind_it_with_the_role_of_who_decided(moderator: User) -> None:
    analysis = analysed_assembly()
    MembershipFactory(deliberation=analysis.deliberation, user=moderator, role="moderator")
    same = StatementFactory(deliberation=analysis.deliberation, text="AI should never lie to us.")
    kept = by_text(analysis.deliberation, "The AI should be honest.")
    moderate_statement(statement=same, outcome="duplicate", duplicate_of=kept, decided_by=moderator)
    version = draft_version(deliberation=analysis.deliberation)
    first, second = traced(version).statements
    assert (first.number, first.absorbed) == (kept.number, (same.number,))
    assert (second.number, second.merged_into) == (same.number, kept.number)
    act = second.moderation[-1]
    assert (act.outcome, act.role, act.merged_into) == ("duplicate", "moderator", kept.number)


def test_statements_put_into_other_words_are_linked_both_ways() -> None:
    version = large_assembly()
    deliberation = version.deliberation
    result = by_text(deliberation, "The AI should be honest.")
    source = StatementFactory(deliberation=deliberation, text="Be honest!!", state=Statement.State.REJECTED)
    event = Event.objects.filter(deliberation=deliberation).first()
    StatementLineage.objects.create(source=source, result=result, event=event)
    assert traced(version).statements[0].came_from == (source.number,)
    forward = trace_statement(deliberation, source.number)
    assert forward is not None and forward.statement.replaced_by == (result.number,)


def test_words_that_moderation_hides_stay_hidden_in_every_link() -> None:
    version = large_assembly()
    statement = by_text(version.deliberation, "The AI should be honest.")
    Statement.objects.filter(pk=statement.pk).update(state=Statement.State.REJECTED)
    trace = traced(version)
    assert (trace.statements[0].text, trace.statements[0].votes) == ("", None)
    assert trace.statements[0].hidden_because == "no_reason"
    assert trace.edits[0].before == ""
    assert "The AI should be honest" not in json.dumps(answer(trace_name(version)))


def test_decided_concerns_stand_there_and_open_ones_do_not() -> None:
    version = large_assembly()
    first, second = version.principles.order_by("number")
    for kind, state in (("contradiction", "ordered"), ("two ideas", "open")):
        Concern.objects.create(
            version=version,
            kind=kind,
            principle=first,
            other=second if kind == "contradiction" else None,
            found_by="words",
            state=state,
            prevails=second if state == "ordered" else None,
        )
    (concern,) = traced(version).concerns
    assert (concern.kind, concern.decision, concern.other, concern.prevails) == (
        "contradiction",
        "ordered",
        "p02",
        "p02",
    )
    assert traced(version, 2).concerns[0].other == "p01"


def test_the_hashes_are_those_of_the_ratified_version() -> None:
    version = ratify_version(version=large_assembly())
    assert version.content is not None
    hashes = traced(version).hashes
    assert hashes.constitution == version.content_sha256
    assert hashes.principle == version.content["principles"][0]["sha256"]
    assert (hashes.input, hashes.result) == ("1" * 64, "2" * 64)


def test_every_event_of_a_sealed_log_is_proved_to_be_in_it() -> None:
    version = ratify_version(version=large_assembly())
    seal_log(deliberation=version.deliberation)
    trace = traced(version, with_proofs=True)
    assert [act.kind for act in trace.version.acts] == ["constitution.drafted", "constitution.ratified"]
    for act in (*trace.version.acts, trace.edits[0].act):
        assert act.sealed is not None
        sealed = act.sealed
        assert proved_root(sealed.leaf, sealed.position, sealed.size, sealed.proof) == sealed.root


def proved_root(leaf: str, position: int, size: int, proof: tuple[str, ...]) -> str:
    """Follow an inclusion proof up to the root (RFC 9162, section 2.1.3.2)."""
    place, last, node = position, size - 1, bytes.fromhex(leaf)
    for step in map(bytes.fromhex, proof):
        if place % 2 or place == last:
            node = node_hash(step, node)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            node = node_hash(node, step)
        place, last = place // 2, last // 2
    assert last == 0
    return node.hex()


def test_an_events_commitment_is_never_told() -> None:
    version = large_assembly()
    told = json.dumps(answer(trace_name(version)))
    commitments = Event.objects.filter(deliberation=version.deliberation).values_list("commitment", flat=True)
    assert commitments and not any(commitment in told for commitment in commitments)


@pytest.mark.parametrize(
    ("text", "became"),
    [
        (STATEMENTS[0][0], ("principle", "")),
        (STATEMENTS[2][0], ("contested", "divided")),
        (STATEMENTS[3][0], ("not selected", "not agreed")),
        (STATEMENTS[4][0], ("not selected", "too few votes")),
        (STATEMENTS[5][0], ("set aside", "not trainable")),
    ],
)
def test_a_statement_leads_to_its_principle_or_to_the_reason(text: str, became: tuple[str, str]) -> None:
    version = draft_version(deliberation=analysed_assembly().deliberation)
    assert outcome(by_text(version.deliberation, text)) == became


def test_a_statement_that_came_later_was_not_considered() -> None:
    version = large_assembly()
    assert outcome(StatementFactory(deliberation=version.deliberation)) == ("not considered", "")


def test_each_version_says_what_became_of_it() -> None:
    first = ratify_version(version=large_assembly())
    deliberation = first.deliberation
    second = draft_version(deliberation=deliberation, size=1)
    trace = trace_statement(deliberation, by_text(deliberation, "The AI should be honest.").number)
    assert trace is not None
    assert [(fate.version, fate.in_force) for fate in trace.fates] == [(second.number, False), (1, True)]
    names = {principle.label for principle in Principle.objects.filter(version=first)}
    assert trace.fates[1].label in names


def test_a_principle_that_the_participants_rejected_is_told_as_such() -> None:
    version = large_assembly()
    Principle.objects.filter(version=version, number=1).update(
        state=Principle.State.REJECTED,
        ratification={
            "adopt": 4,
            "reject": 20,
            "pass": 3,
            "reason": "not enough overall",
            "by_group": [
                {"group": "A", "adopt": 2, "reject": 12, "pass": 1},
                {"group": "B", "adopt": 2, "reject": 8, "pass": 2},
            ],
        },
    )
    statement = by_text(version.deliberation, "The AI should be honest.")
    assert outcome(statement) == ("rejected", "not enough overall")
    decision = answer(trace_name(version))["ratification"]
    assert decision["answers"]["everyone"] == {"adopt": 4, "reject": 20, "neither": 3}


def test_the_answers_of_an_open_vote_are_not_told() -> None:
    version = open_ratification(version=large_assembly(), rule=None)
    assert traced(version).ratification is None


def test_a_trace_goes_on_to_where_the_version_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    version = ratify_version(version=large_assembly())
    run = Use(1, "training run", "abc", "succeeded", timezone.now(), "/training/abc/")
    other = Use(2, "training run", "xyz", "succeeded", timezone.now(), "/training/xyz/")
    monkeypatch.setattr("constitution.used_elsewhere._registered", {"a": lambda _: [run, other]})
    assert uses_of(version.deliberation)[0] in (run, other)
    assert traced(version).used_by == (run,)
    forward = trace_statement(version.deliberation, traced(version).statements[0].number)
    assert forward is not None and forward.fates[0].used_by == (run,)


def test_the_number_of_queries_does_not_grow_with_the_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    analysis = analysed_assembly()
    kept = by_text(analysis.deliberation, "The AI should be honest.")
    for _ in range(12):
        StatementFactory(deliberation=analysis.deliberation, merged_into=kept)
    version = draft_version(deliberation=analysis.deliberation)
    seal_log(deliberation=version.deliberation)
    version = ConstitutionVersion.objects.of(version.deliberation).get(number=1)
    with django_assert_max_num_queries(36):
        assert len(traced(version).statements) == 13


@pytest.mark.parametrize("kind", ["principle", "statement", "edit", "version"])
def test_the_command_tells_every_kind_as_json_and_as_text(kind: str) -> None:
    version = large_assembly()
    slug = version.deliberation.slug
    number = by_text(version.deliberation, "The AI should be honest.").number
    name = {
        "principle": f"principle:{slug}/v1/p01",
        "statement": f"statement:{slug}/{number}",
        "edit": f"edit:{slug}/v1/p01/e1",
        "version": f"version:{slug}/v1",
    }[kind]
    found = answer(name)
    assert (found["format"], found["trace"], found["id"]) == ("concord-trace/1", kind, name)
    out = StringIO()
    call_command("trace", name, stdout=out)
    assert out.getvalue().startswith(name)
    assert "Choose the response that is most honest." in out.getvalue()


def test_the_slug_and_the_version_may_be_left_out() -> None:
    version = large_assembly()
    assert answer("principle:p1")["id"] == trace_name(version)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("principle:nowhere/p01", "no deliberation called 'nowhere'"),
        ("principle:{slug}/v9/p01", "has no version 9; there are v1"),
        ("principle:{slug}/v1/p77", "no principle p77; there are p01 to p02"),
        ("edit:{slug}/v1/p01/e9", "has 1 edits; none is e9"),
        ("statement:{slug}/99999", "has no statement 99999"),
        ("principle:{slug}", "write principle:SLUG/v2/p07"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(name: str, said: str) -> None:
    slug = large_assembly().deliberation.slug
    with pytest.raises(CommandError, match=said.replace(".", r"\.")):
        call_command("trace", name.format(slug=slug), stdout=StringIO())


def test_the_pages_show_the_chain_and_the_same_as_json(client: Client) -> None:
    version = ratify_version(version=large_assembly())
    slug = version.deliberation.slug
    page = reverse("constitution:trace", args=[slug, 1, 1])
    text = client.get(page).content.decode()
    assert "The AI should be honest." in text and version.content_sha256 in text
    by_header = client.get(page, headers={"accept": "application/json"})
    assert by_header.json() == client.get(page + "?format=json").json() == answer(trace_name(version))
    number = by_text(version.deliberation, "The AI should take sides.").number
    statement = reverse("constitution:trace_statement", args=[slug, number])
    assert "stands where people do not agree" in client.get(statement).content.decode()
    assert client.get(statement + "?format=json").json()["fates"][0]["outcome"] == "contested"
    assert client.get(reverse("constitution:trace", args=[slug, 1, 99])).status_code == 404
    assert client.get(reverse("constitution:trace_statement", args=[slug, 99999])).status_code == 404


def test_votes_on_a_statement_are_shown_once_results_are_open(client: Client) -> None:
    deliberation = large_assembly().deliberation
    page = reverse(
        "constitution:trace_statement",
        args=[deliberation.slug, by_text(deliberation, "The AI should take sides.").number],
    )
    visible = Deliberation.ResultsVisibility
    for visibility, shown in ((visible.ALWAYS, True), (visible.AFTER_CLOSE, False)):
        Deliberation.objects.filter(pk=deliberation.pk).update(results_visibility=visibility)
        told = client.get(page + "?format=json").json()["statement"]["votes"]
        assert (told is not None) == shown
