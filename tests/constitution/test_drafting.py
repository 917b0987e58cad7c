import pytest

from constitution.models import ConstitutionVersion, PrincipleEdit
from constitution.services import draft_version, open_ratification, ratify_version
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Event, Statement, User
from tests.constitution.assemblies import AGREED, DIVIDED, STATEMENTS, analysed_assembly
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db


def reasons(version: ConstitutionVersion) -> dict[str, str]:
    return {left_out["text"]: left_out["reason"] for left_out in version.not_selected}


def test_a_draft_holds_what_every_group_agrees_with_worded_as_principles() -> None:
    analysis = analysed_assembly()
    version = draft_version(deliberation=analysis.deliberation)
    assert [principle.text for principle in version.principles.all()] == [
        "Choose the response that is most honest.",
        "Choose the response that is least threatening or aggressive.",
    ]
    assert (version.number, version.state, version.analysis) == (1, "draft", analysis)


def test_each_principle_keeps_its_statements_votes_and_the_rule_that_worded_it() -> None:
    version = draft_version(deliberation=analysed_assembly().deliberation)
    principle = version.principles.get(number=1)
    assert principle.label == "p01"
    assert [link.text for link in principle.statement_links.all()] == ["The AI should be honest."]
    assert principle.votes == {
        "agree": 10,
        "disagree": 0,
        "pass": 0,
        "by_group": [
            {"group": "A", "agree": 6, "disagree": 0, "pass": 0, "votes": 6},
            {"group": "B", "agree": 4, "disagree": 0, "pass": 0, "votes": 4},
        ],
    }
    edit = principle.edits.get()
    assert (edit.who, edit.rule, edit.before) == ("rule", "should be ADJECTIVE", "The AI should be honest.")


def test_every_other_statement_stands_there_with_its_reason() -> None:
    version = draft_version(deliberation=analysed_assembly().deliberation)
    assert reasons(version) == {
        "The AI should take the side of workers.": "divided",
        "The AI should joke about anything.": "not agreed",
        "The AI should speak softly.": "too few votes",
        "The company behind the AI should publish its figures.": "not trainable",
    }
    assert [contested["text"] for contested in version.contested] == [
        "The AI should take the side of workers."
    ]
    assert [group["agree"] for group in version.contested[0]["by_group"]] == [6, 0]


def test_statements_merged_by_a_moderator_stand_behind_one_principle() -> None:
    analysis = analysed_assembly([("The AI should be honest.", AGREED)])
    honest = Statement.objects.get(text="The AI should be honest.")
    StatementFactory(deliberation=analysis.deliberation, text="AI must be honest!", merged_into=honest)
    version = draft_version(deliberation=analysis.deliberation)
    principle = version.principles.get()
    assert [link.text for link in principle.statement_links.all()] == [
        "The AI should be honest.",
        "AI must be honest!",
    ]
    assert reasons(version) == {"AI must be honest!": "merged"}


def test_a_statement_rejected_after_the_analysis_is_not_drafted() -> None:
    analysis = analysed_assembly()
    Statement.objects.filter(text="The AI should be honest.").update(state=Statement.State.REJECTED)
    version = draft_version(deliberation=analysis.deliberation)
    assert version.principles.count() == 1
    assert reasons(version)["The AI should be honest."] == "not accepted"


def test_fewer_agreed_statements_than_asked_draft_fewer() -> None:
    analysis = analysed_assembly([("The AI should take sides.", DIVIDED)])
    version = draft_version(deliberation=analysis.deliberation, size=5)
    assert version.principles.count() == 0
    assert len(version.contested) == 1


def test_an_analysis_without_groups_takes_everybody_as_one() -> None:
    analysis = analysed_assembly()
    analysis.groups.all().delete()
    analysis.statement_results.update(by_group=[], consensus_lower_bound=0.05)
    version = draft_version(deliberation=analysis.deliberation)
    assert version.principles.first().votes["by_group"] == [
        {"group": "A", "agree": 10, "disagree": 0, "pass": 0, "votes": 10}
    ]
    assert version.principles.first().lower_bound > 0.5


def test_without_an_analysis_there_is_nothing_to_draft_from(deliberation: Deliberation) -> None:
    with pytest.raises(WorkRefused, match="no analysis yet"):
        draft_version(deliberation=deliberation)


def test_a_size_below_one_is_refused() -> None:
    with pytest.raises(WorkRefused, match="size must be at least 1"):
        draft_version(deliberation=analysed_assembly().deliberation, size=0)


def test_drafting_again_from_the_same_analysis_changes_nothing() -> None:
    deliberation = analysed_assembly().deliberation
    first = draft_version(deliberation=deliberation)
    assert draft_version(deliberation=deliberation) == first
    assert Event.objects.filter(kind=Event.Kind.CONSTITUTION_DRAFTED).count() == 1


def test_another_draft_replaces_the_unfinished_one_and_keeps_it() -> None:
    deliberation = analysed_assembly().deliberation
    draft_version(deliberation=deliberation)
    second = draft_version(deliberation=deliberation, size=1)
    assert list(ConstitutionVersion.objects.of(deliberation).values_list("number", "state")) == [
        (2, "draft"),
        (1, "superseded"),
    ]
    assert second.principles.count() == 1


def test_a_draft_after_a_ratified_version_continues_its_line() -> None:
    deliberation = analysed_assembly().deliberation
    first = ratify_version(version=draft_version(deliberation=deliberation))
    second = draft_version(deliberation=deliberation, size=1)
    assert (second.number, second.parent) == (2, first)
    assert ConstitutionVersion.objects.of(deliberation).in_force().get() == first


def test_no_draft_is_made_while_a_vote_is_open() -> None:
    deliberation = analysed_assembly().deliberation
    open_ratification(version=draft_version(deliberation=deliberation))
    with pytest.raises(WorkRefused, match="close that vote first"):
        draft_version(deliberation=deliberation, size=1)


def test_only_owners_draft(deliberation: Deliberation, owner: User, moderator: User, stranger: User) -> None:
    analysed_assembly(deliberation=deliberation)
    for account in (moderator, stranger):
        with pytest.raises(PermissionError):
            draft_version(deliberation=deliberation, drafted_by=account)
    assert draft_version(deliberation=deliberation, drafted_by=owner).number == 1


def test_the_draft_is_an_event_that_names_what_was_chosen() -> None:
    deliberation = analysed_assembly().deliberation
    draft_version(deliberation=deliberation)
    event = Event.objects.get(kind=Event.Kind.CONSTITUTION_DRAFTED)
    assert event.payload.body["analysis"] == "2" * 64
    assert [principle["id"] for principle in event.payload.body["principles"]] == ["p01", "p02"]
    assert PrincipleEdit.objects.filter(event=event).count() == 2


def test_a_chinese_deliberation_gets_a_chinese_draft() -> None:
    analysis = analysed_assembly([("AI應該誠實。", AGREED)], language="zh-hant")
    version = draft_version(deliberation=analysis.deliberation)
    assert version.principles.get().text == "請選擇最誠實的回應。"
    assert (version.language, version.principles.get().language) == ("zh-hant", "zh-hant")


def test_statements_are_listed_once_each() -> None:
    version = draft_version(deliberation=analysed_assembly().deliberation)
    behind = [link.text for p in version.principles.all() for link in p.statement_links.all()]
    assert sorted(behind + list(reasons(version))) == sorted(text for text, _counts in STATEMENTS)
