"""Small analysed deliberations for the tests of the results."""

from collections.abc import Sequence

from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.models import Analysis, Deliberation, Participant, Statement, Topic, TopicMap, Vote
from deliberation.results.services import run_analysis
from deliberation.voting.services import Ballot, record_votes
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory

SHARED = "An AI should be honest."
REJECTED = "An AI should flatter everybody."
SPLIT = [f"An AI should take side {number}." for number in range(6)]
LARGE_CAMP, SMALL_CAMP = 14, 10


def two_camps(
    slug: str = "camps", texts: Sequence[str] = (), *, large: int = LARGE_CAMP, small: int = SMALL_CAMP
) -> Deliberation:
    """Two camps, of 14 and of 10 if not told: all agree with one statement, all reject one, six split them.

    `texts` are more statements, with which everybody agrees.
    """
    deliberation = DeliberationFactory(slug=slug, title="How should an AI behave?")
    words = [SHARED, REJECTED, *SPLIT, *texts]
    asked = [StatementFactory(deliberation=deliberation, author=None, text=text) for text in words]
    cast = []
    for person in range(large + small):
        participant = ParticipantFactory(deliberation=deliberation)
        side = 1 if person < large else -1
        cast.append((participant, [_ballot(s, _opinion(s.text, side)) for s in asked]))
    record_votes(deliberation, cast, origin="web")
    return deliberation


def analysed(deliberation: Deliberation) -> Analysis:
    """Analyse it now."""
    return run_analysis(deliberation=deliberation, parameters=AnalysisParameters(splits=3))


def with_topics(deliberation: Deliberation) -> TopicMap:
    """Put the split statements into one topic and the others into another."""
    topic_map = TopicMap.objects.create(deliberation=deliberation, encoder="test", input_hash="0" * 64)
    sides = Topic.objects.create(topic_map=topic_map, number=0, name="sides, taking")
    others = Topic.objects.create(topic_map=topic_map, number=1, name="honest, flatter")
    for statement in deliberation.statements.all():
        topic = sides if statement.text in SPLIT else others
        topic.members.create(statement=statement)
    return topic_map


def member_of(deliberation: Deliberation, position: int) -> Participant:
    """Return the participant who joined at a position, from 0."""
    return deliberation.participants.order_by("number")[position]


def _opinion(text: str, side: int) -> int:
    if text == REJECTED:
        return Vote.Value.DISAGREE
    if text in SPLIT:
        return side if SPLIT.index(text) % 2 else -side
    return Vote.Value.AGREE


def _ballot(statement: Statement, value: int) -> Ballot:
    return Ballot(statement, value, f"ballot-{statement.number}")
