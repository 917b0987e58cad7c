"""The statements in meaning space: vectors, near-duplicate candidates and topics, kept up to date."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from deliberation.jobs import Report, request_follow_up
from deliberation.models import Deliberation, DuplicateCandidate, Job, Statement, StatementEmbedding
from deliberation.results.candidate_votes import refresh_candidates
from deliberation.results.statement_vectors import embed_statements, forget_unused_vectors, vectors_of
from deliberation.results.topic_maps import map_topics
from deliberation.semantics.encoders import ENGLISH, MULTILINGUAL
from deliberation.semantics.near_duplicates import candidate_pairs

INDEX_TASK = "deliberation.tasks.index_statements"
HINT_ENCODER = MULTILINGUAL
"""The encoder that needs numpy alone, so that the web process can ask it while someone writes."""
DUPLICATE_THRESHOLD = {MULTILINGUAL: 0.80}
DEFAULT_DUPLICATE_THRESHOLD = 0.75
"""Cosine from which two statements are a candidate whatever their words; unrelated ones rarely reach 0.7."""
REWORDED_FROM = 0.5
"""Cosine from which they are a candidate if their words, with synonyms folded, say the same."""
VOTED_APART = gettext_noop("People who saw both vote on them in opposite ways.")
DIFFERENT_WORD = gettext_noop("They differ in a word that changes the meaning or may change it.")
"""The warning about what the word lists cannot explain: many a mere rewording carries it."""

WARNINGS = (
    gettext_noop("One of them negates what the other says."),
    gettext_noop("They use words with opposite meanings."),
    gettext_noop("They use the same words in the opposite order."),
    gettext_noop("One of them demands what the other leaves open."),
    gettext_noop("They differ in how much or how often: all, some, only, none."),
    gettext_noop("They name different numbers."),
    gettext_noop("They differ in the condition or the exception."),
    DIFFERENT_WORD,
    gettext_noop("They are in different languages, so opposites cannot be told."),
    gettext_noop("Their language has no word lists here, so opposites cannot be told."),
)
"""What `near_duplicates.opposition` says, marked for translation here because that module is pure."""
OPPOSITE = frozenset({VOTED_APART, *WARNINGS[:4]})
"""Those of them that speak for opposites; the others only say that the two may not be the same."""


def index_statements(
    *, deliberation: Deliberation, report: Report = lambda step, fraction: None
) -> dict[str, int]:
    """Embed what is new, propose near-duplicates and cluster the accepted statements into topics.

    Nothing is embedded twice, no pair is proposed twice, nothing is merged. Run again, it goes on where it
    was cut off, and does nothing where nothing is new.

    Raises:
        WorkRefused: a sentence encoder is not on this machine.
    """
    statements = list(deliberation.statements.exclude(state=Statement.State.REJECTED).order_by("number"))
    if not statements:
        return {"statements": 0, "embedded": 0, "candidates": 0, "topics": 0}
    encoder = encoder_for(deliberation)
    embedded = _embed_for_all(deliberation, statements, encoder, report)
    report("Looking for statements that say the same", 0.75)
    candidates = _propose_candidates(deliberation, statements, encoder)
    refresh_candidates(deliberation=deliberation, voted_apart=VOTED_APART)
    report("Finding the topics", 0.9)
    accepted = [s for s in statements if s.state == Statement.State.ACCEPTED and s.merged_into_id is None]
    vectors = vectors_of(deliberation, accepted, encoder)
    topic_map = map_topics(deliberation=deliberation, statements=accepted, vectors=vectors, encoder=encoder)
    forget_unused_vectors()
    return {
        "statements": len(statements),
        "embedded": embedded,
        "candidates": candidates,
        "topics": topic_map.topics.filter(is_other=False).count() if topic_map else 0,
    }


def request_index(*, deliberation: Deliberation) -> Job:
    """Ask for the index to be brought up to date; call it in the transaction that causes it."""
    return request_follow_up(
        task=INDEX_TASK,
        arguments={"deliberation": deliberation.public_id},
        subject=deliberation.public_id,
        deliberation=deliberation,
    )


def encoder_for(deliberation: Deliberation) -> str:
    """Return the encoder's name: the multilingual one unless everything is, and may only be, in English."""
    if any(not code.lower().startswith("en") for code in deliberation.statement_languages):
        return settings.MULTILINGUAL_SENTENCE_ENCODER
    others = deliberation.statements.exclude(language__startswith="en").exclude(
        state=Statement.State.REJECTED
    )
    return settings.MULTILINGUAL_SENTENCE_ENCODER if others.exists() else settings.SENTENCE_ENCODER


def _embed_for_all(
    deliberation: Deliberation, statements: Sequence[Statement], encoder: str, report: Report
) -> int:
    """Embed for duplicates and topics, and for the hints; return how many texts were new to the first."""

    def part(start: float, length: float) -> Report:
        return lambda step, fraction: report(step, start + length * fraction)

    embedded = embed_statements(
        deliberation=deliberation, statements=statements, encoder=encoder, report=part(0.0, 0.6)
    )
    if encoder != HINT_ENCODER:
        embed_statements(
            deliberation=deliberation, statements=statements, encoder=HINT_ENCODER, report=part(0.6, 0.15)
        )
    return embedded


@transaction.atomic
def _propose_candidates(deliberation: Deliberation, statements: Sequence[Statement], encoder: str) -> int:
    """Compare the statements that have not been compared yet with all; return how many pairs are new."""
    embeddings = StatementEmbedding.objects.filter(statement__deliberation=deliberation, encoder=encoder)
    compared = set(embeddings.filter(is_compared=True).values_list("statement_id", flat=True))
    separate = [statement for statement in statements if statement.merged_into_id is None]
    known = [statement for statement in separate if statement.pk in compared]
    new = [statement for statement in separate if statement.pk not in compared]
    if not new:
        return 0
    ordered = [*known, *new]
    pairs = candidate_pairs(
        vectors_of(deliberation, ordered, encoder),
        [statement.text for statement in ordered],
        threshold=DUPLICATE_THRESHOLD.get(encoder, DEFAULT_DUPLICATE_THRESHOLD),
        known=len(known),
        reworded_from=REWORDED_FROM,
        is_english_encoder=encoder == ENGLISH,
    )
    before = deliberation.duplicate_candidates.count()
    candidates = []
    for pair in pairs:
        first, second = sorted((ordered[pair.first], ordered[pair.second]), key=lambda s: s.pk)
        candidates.append(
            DuplicateCandidate(
                deliberation=deliberation,
                first=first,
                second=second,
                similarity=pair.similarity,
                warning=pair.warning,
            )
        )
    DuplicateCandidate.objects.bulk_create(candidates, ignore_conflicts=True, batch_size=5000)
    embeddings.filter(statement__in=[statement.pk for statement in new]).update(is_compared=True)
    return deliberation.duplicate_candidates.count() - before
