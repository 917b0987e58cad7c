import numpy as np
import pytest

from constitution.grouping_suggestions import themes_of
from constitution.models import ConstitutionVersion, Principle, Suggestion
from constitution.services import (
    RatificationVoteRefused,
    SuggestionAsRead,
    SuggestionChanged,
    close_ratification,
    moderate_suggestion,
    suggest_wording,
)
from constitution.services.suggestion_themes import group_suggestions
from constitution.services.suggestions import LONGEST_SUGGESTION
from constitution.tasks import group_suggestions as group_in_a_job
from deliberation.integrity.event_log import KeyReused
from deliberation.models import Event, Job, Participant, Role, User
from tests.constitution.assemblies import people_of_group
from tests.constitution.ratification.answers import ADOPT, CHANGE, answer
from tests.factories import MembershipFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


def suggest(person: Participant, principle: Principle, text: str, key: str = "") -> Suggestion | None:
    return suggest_wording(
        participant=person, principle=principle, text=text, client_key=key or f"suggest-{text[:30]}"
    )


@pytest.fixture
def suggestion(person: Participant, first: Principle) -> Suggestion:
    """A suggestion that waits."""
    answer(person, first, CHANGE)
    made = suggest(person, first, "Say honest and kind.")
    assert made is not None
    return made


@pytest.fixture
def decider(open_version: ConstitutionVersion) -> User:
    """A moderator of the deliberation."""
    return MembershipFactory(deliberation=open_version.deliberation, role=Role.MODERATOR).user


def decide(suggestion: Suggestion, outcome: str, user: User, **more: str) -> Suggestion:
    return moderate_suggestion(
        deliberation=suggestion.principle.version.deliberation,
        as_read=SuggestionAsRead.of(suggestion),
        outcome=outcome,
        decided_by=user,
        **more,
    )


def test_a_suggestion_waits_until_it_is_let_in(suggestion: Suggestion, decider: User) -> None:
    assert suggestion.state == "waiting"
    assert decide(suggestion, "shown", decider).state == "shown"
    body = Event.objects.get(kind=Event.Kind.RATIFICATION_SUGGESTION_MODERATED).payload.body
    assert (body["principle"], body["outcome"], body["role"]) == ("p01", "shown", "moderator")
    assert Job.objects.filter(task="constitution.tasks.group_suggestions").count() == 1


def test_one_kept_out_says_why_and_its_author_can_word_it_anew(
    suggestion: Suggestion, decider: User, person: Participant, first: Principle
) -> None:
    assert (
        decide(suggestion, "hidden", decider, why="It names a person.").kept_out_why == "It names a person."
    )
    again = suggest(person, first, "Say honest, kind and brief.")
    assert again is not None
    assert (again.pk, again.state, again.kept_out_why) == (suggestion.pk, "waiting", "")


def test_a_suggestion_is_taken_back_by_an_empty_text(
    suggestion: Suggestion, person: Participant, first: Principle
) -> None:
    assert suggest(person, first, "  ", key="taken-back") is None
    assert suggest(person, first, "", key="taken-back") is None
    assert not Suggestion.objects.exists()
    assert Event.objects.filter(kind=Event.Kind.RATIFICATION_SUGGESTED).count() == 2


def test_sending_it_twice_changes_nothing_and_another_text_needs_another_key(
    suggestion: Suggestion, person: Participant, first: Principle, decider: User
) -> None:
    decide(suggestion, "shown", decider)
    again = suggest(person, first, "Say honest and kind.")
    assert again is not None
    assert again.state == "shown"
    with pytest.raises(KeyReused):
        suggest(person, first, "Something else.", key="suggest-Say honest and kind.")


@pytest.mark.parametrize(
    ("text", "words"),
    [("x" * (LONGEST_SUGGESTION + 1), "1 character too long"), ("!!! 12", "in words")],
)
def test_too_long_and_wordless_suggestions_are_refused(
    person: Participant, first: Principle, text: str, words: str
) -> None:
    answer(person, first, ADOPT)
    with pytest.raises(RatificationVoteRefused, match=words):
        suggest(person, first, text)
    assert not Suggestion.objects.exists()


def test_only_who_answered_suggests_and_only_while_the_vote_is_open(
    person: Participant, first: Principle, open_version: ConstitutionVersion
) -> None:
    with pytest.raises(RatificationVoteRefused, match="Answer the principle first"):
        suggest(person, first, "Say honest.")
    with pytest.raises(RatificationVoteRefused, match="another deliberation"):
        suggest(ParticipantFactory(), first, "Say honest.")
    answer(person, first, CHANGE)
    close_ratification(version=open_version, give_up=True)
    with pytest.raises(RatificationVoteRefused, match="has ended"):
        suggest(person, first, "Say honest.")


def test_what_was_worded_anew_or_decided_meanwhile_is_left_alone(
    suggestion: Suggestion, decider: User, person: Participant, first: Principle
) -> None:
    read_before = SuggestionAsRead.of(suggestion)
    suggest(person, first, "Say something else.")
    with pytest.raises(SuggestionChanged):
        moderate_suggestion(
            deliberation=first.version.deliberation,
            as_read=read_before,
            outcome="shown",
            decided_by=decider,
        )
    assert Suggestion.objects.get().state == "waiting"


def test_only_moderators_and_owners_let_suggestions_in(suggestion: Suggestion, stranger: User) -> None:
    observer = MembershipFactory(
        deliberation=suggestion.principle.version.deliberation, role=Role.OBSERVER
    ).user
    for account in (stranger, observer):
        with pytest.raises(PermissionError):
            decide(suggestion, "shown", account)


def test_what_a_screen_knows_of_a_suggestion_reads_back() -> None:
    assert SuggestionAsRead.parse(str(SuggestionAsRead(3, 7, "waiting"))) == SuggestionAsRead(3, 7, "waiting")
    for wrong in ("", "3", "3-x-waiting", "3-7-accepted", "3-7-waiting" + "x" * 60):
        assert SuggestionAsRead.parse(wrong) is None


def unit(*rows: tuple[float, float]) -> np.ndarray:
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_what_asks_for_the_same_is_one_theme_the_largest_first() -> None:
    texts = ["Shorter, please.", "Add kindness.", "Also be kind.", "Kindness is missing."]
    vectors = unit((1, 0), (0, 1), (0.1, 1), (0.05, 1))
    before = vectors.copy()
    assert themes_of(vectors, texts) == (1, 0, 0, 0)
    assert np.array_equal(vectors, before)


def test_opposite_wishes_never_share_a_theme_however_alike_their_vectors_are() -> None:
    texts = ["It should mention religion.", "It should not mention religion."]
    assert len(set(themes_of(unit((1, 0), (1, 0.01)), texts))) == 2


def test_without_suggestions_there_are_no_themes() -> None:
    assert themes_of(np.zeros((0, 4), np.float32), []) == ()


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder for which texts that begin alike mean the same."""

    def load(_name: str) -> object:
        return lambda texts: unit(*((1, 0) if text.startswith("Short") else (0, 1) for text in texts))

    monkeypatch.setattr("constitution.services.suggestion_themes.load_encoder", load)


def test_what_is_shown_is_grouped_in_the_background_and_again_without_change(
    open_version: ConstitutionVersion, first: Principle, decider: User, encoder: None
) -> None:
    people = [*people_of_group(open_version.analysis, 0), *people_of_group(open_version.analysis, 1)]
    texts = ["Kindly, please.", "Shorter.", "Short, please.", "Shortest."]
    for person, text in zip(people, texts, strict=False):
        answer(person, first, CHANGE)
        made = suggest(person, first, text)
        assert made is not None
        if text != "Shortest.":
            decide(made, "shown", decider)
    job = Job.objects.get(task="constitution.tasks.group_suggestions")
    group_in_a_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("succeeded", {"suggestions": 3, "themes": 2})
    assert list(Suggestion.objects.order_by("pk").values_list("theme", flat=True)) == [1, 0, 0, None]
    assert group_suggestions(version=open_version) == {"suggestions": 3, "themes": 2}
