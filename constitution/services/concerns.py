"""Looking for what a person should look at in a draft, and keeping what people decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from scipy.sparse import csc_array

from constitution.concerns import (
    PairFinding,
    PrincipleText,
    SharedSides,
    TextFinding,
    pair_findings,
    shared_sides,
    text_findings,
)
from constitution.concerns.shared_sides import LEAST_SHARED
from constitution.models import Concern, ConstitutionVersion, Principle, PrincipleEdit
from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import Deliberation, Job
from deliberation.results.vote_snapshot import Selection, standing_selection, take_snapshot
from deliberation.semantics.encoders import ENGLISH, MULTILINGUAL, EncoderUnavailable, load_encoder
from deliberation.semantics.opposition.comparison import compare_pairs

TASK = "constitution.tasks.find_concerns"
DIGITS = 4

Key = tuple[str, int, int | None]
"""Kind, and the primary keys of the principles it is about, the smaller one first."""
Votes = dict[tuple[int, int], SharedSides]


@dataclass(frozen=True)
class ConcernsFound:
    """What looking at a draft changed: how many concerns are open now, new, gone, or settled by rewording."""

    open: int
    new: int
    dropped: int
    reworded: int

    def as_dict(self) -> dict[str, int]:
        """All counts by name."""
        return {"open": self.open, "new": self.new, "dropped": self.dropped, "reworded": self.reworded}


def request_concerns(*, version: ConstitutionVersion) -> Job:
    """Ask for a draft to be looked at anew; call it in the transaction that changes the draft."""
    return request_follow_up(
        task=TASK,
        arguments={"deliberation": version.deliberation.public_id, "version": version.number},
        subject=subject_of(version),
        deliberation=version.deliberation,
    )


def subject_of(version: ConstitutionVersion) -> str:
    """Return the subject under which the jobs that look at a version are kept."""
    return f"{version.deliberation.public_id}.v{version.number}"


def checks_of(version: ConstitutionVersion) -> QuerySet[Job]:
    """Return the jobs that looked, or will look, at a version; the newest first."""
    return Job.objects.filter(task=TASK, key__startswith=f"{TASK}:{subject_of(version)}:").order_by("-id")


def find_concerns(
    *, version: ConstitutionVersion, report: Report = lambda step, fraction: None
) -> ConcernsFound:
    """Look at the principles of a draft by themselves and in pairs, and bring its concerns up to date.

    Run again, it proposes nothing twice and keeps what people decided. An open concern that no longer
    applies goes; where the wording was changed it is kept as settled by that. A decision to leave things as
    they are holds for the words it was taken on. What changes while it looks is left to the next run, which
    every change asks for.

    Raises:
        WorkRefused: the version is no draft.
    """
    if not version.may_be_edited:
        raise WorkRefused(f"Version {version.number} is no draft; only a draft is looked at.")
    report("Reading the principles", 0.0)
    principles = list(
        Principle.objects.filter(version=version)
        .with_sources()
        .prefetch_related("statement_links__statement__merged_into")
    )
    texts = _as_read(principles)
    single = [text_findings(principle.text) for principle in principles]
    report("Counting who took which sides", 0.2)
    votes = _votes_on_pairs(version.deliberation, principles)
    report("Comparing the principles with each other", 0.4)
    pairs = _pairs(texts, votes)
    report("Keeping what was found", 0.9)
    return _store(version, principles, single, pairs, votes)


def _as_read(principles: Sequence[Principle]) -> list[PrincipleText]:
    """Return the principles with their statements, but for those that a person has worded anew since."""
    edits = PrincipleEdit.objects.filter(principle__in=principles).by_hand()
    worded_anew = set(edits.values_list("principle_id", flat=True))
    return [
        PrincipleText(
            one.text,
            () if one.pk in worded_anew else tuple(link.text for link in one.statement_links.all()),
        )
        for one in principles
    ]


def _votes_on_pairs(deliberation: Deliberation, principles: Sequence[Principle]) -> Votes:
    """Return what people who took a side on both principles of a pair did, by positions."""
    selection = Selection(excluded=standing_selection(deliberation).excluded, statements="all")
    votes = take_snapshot(deliberation, selection).votes
    column = {number: place for place, number in enumerate(votes.statement_ids.tolist())}
    behind = [
        sorted({column[number] for number in _numbers(principle) if number in column})
        for principle in principles
    ]
    table = csc_array(
        (votes.values.astype(np.float64), (votes.rows, votes.columns)),
        shape=(max(1, len(votes.participant_ids)), max(1, len(votes.statement_ids))),
    )
    table.eliminate_zeros()
    return {(pair.first, pair.second): pair for pair in shared_sides(table, behind)}


def _numbers(principle: Principle) -> list[int]:
    """Return the numbers of the statements behind a principle, or of those they were merged into."""
    statements = [link.statement for link in principle.statement_links.all()]
    return [(statement.merged_into or statement).number for statement in statements]


def _pairs(texts: Sequence[PrincipleText], votes: Votes) -> tuple[PairFinding, ...]:
    """Compare with the encoders that are installed; by words and votes alone where none is."""
    with_english = settings.SENTENCE_ENCODER == ENGLISH
    try:
        return pair_findings(
            texts,
            compare=lambda pairs: compare_pairs(pairs, with_english_encoder=with_english),
            encode=load_encoder(MULTILINGUAL),
            votes=votes,
        )
    except EncoderUnavailable:
        return pair_findings(texts, votes=votes)


@transaction.atomic
def _store(
    version: ConstitutionVersion,
    principles: Sequence[Principle],
    single: Sequence[Sequence[TextFinding]],
    pairs: Sequence[PairFinding],
    votes: Votes,
) -> ConcernsFound:
    locked = ConstitutionVersion.objects.select_for_update().get(pk=version.pk)
    if not locked.may_be_edited:
        raise WorkRefused(f"Version {version.number} is no draft any more; nothing was changed.")
    current = dict(Principle.objects.filter(version=version).values_list("pk", "revision"))
    unchanged = {one.pk for one in principles if current.get(one.pk) == one.revision}
    found = {
        key: concern
        for key, concern in _concerns(version, principles, single, pairs, votes)
        if {key[1], key[2] or key[1]} <= unchanged
    }
    before = {_key(concern): concern for concern in Concern.objects.filter(version=version)}
    looked_at = {key: concern for key, concern in before.items() if {key[1], key[2] or key[1]} <= unchanged}
    new = [concern for key, concern in found.items() if key not in before]
    Concern.objects.bulk_create(new)
    for key in found.keys() & looked_at.keys():
        _bring_up_to_date(looked_at[key], found[key])
    gone = [concern for key, concern in looked_at.items() if key not in found]
    reworded = [concern for concern in gone if concern.state == Concern.State.OPEN and _settle(concern)]
    dropped, _by_model = Concern.objects.filter(
        pk__in=[concern.pk for concern in gone], state=Concern.State.OPEN
    ).delete()
    still_open = Concern.objects.filter(version=version).open().count()
    return ConcernsFound(still_open, len(new), dropped, len(reworded))


def _concerns(
    version: ConstitutionVersion,
    principles: Sequence[Principle],
    single: Sequence[Sequence[TextFinding]],
    pairs: Sequence[PairFinding],
    votes: Votes,
) -> list[tuple[Key, Concern]]:
    """Return what was found as rows that are not stored yet."""
    found = []
    for principle, findings in zip(principles, single, strict=True):
        for finding in findings:
            detail = {"sign": finding.sign, "words": finding.words, "hidden_by": finding.hidden_by}
            detail["texts"] = [principle.text]
            found.append(
                Concern(
                    version=version, kind=finding.kind, principle=principle, found_by="words", detail=detail
                )
            )
    for pair in pairs:
        first, second = sorted((principles[pair.first], principles[pair.second]), key=lambda one: one.pk)
        detail = {"sign": pair.sign, "words": "", "texts": [first.text, second.text]}
        sides = votes.get((pair.first, pair.second))
        if sides is not None and sides.people >= LEAST_SHARED:
            detail["votes"] = {
                "people": sides.people,
                "same": sides.same,
                "correlation": round(sides.correlation, DIGITS),
            }
        found.append(
            Concern(
                version=version,
                kind=pair.kind,
                principle=first,
                other=second,
                found_by=pair.found_by,
                confidence=round(pair.confidence, DIGITS),
                detail=detail,
            )
        )
    return [(_key(concern), concern) for concern in found]


def _key(concern: Concern) -> Key:
    if concern.other_id is None:
        return concern.kind, concern.principle_id, None
    first, second = sorted((concern.principle_id, concern.other_id))
    return concern.kind, first, second


def _bring_up_to_date(concern: Concern, found: Concern) -> None:
    """Take over what was found now; ask again where the words are others than those decided on."""
    state = Concern.State
    said, says = ((one.detail.get("sign"), one.detail.get("words")) for one in (concern, found))
    asks_again = concern.state == state.REWORDED or (concern.state == state.DISMISSED and said != says)
    if asks_again:
        concern.state, concern.why, concern.prevails = state.OPEN, "", None
        concern.decided_by = concern.decided_at = concern.event = None
    if concern.state == state.OPEN:
        concern.found_by, concern.confidence, concern.detail = found.found_by, found.confidence, found.detail
        concern.save()


def _settle(concern: Concern) -> bool:
    """Keep an open concern as settled where an edit has done away with it; return whether one has."""
    now = [concern.principle.text] + ([concern.other.text] if concern.other else [])
    if now == concern.detail.get("texts"):
        return False
    behind = [concern.principle_id, concern.other_id] if concern.other_id else [concern.principle_id]
    edit = PrincipleEdit.objects.filter(principle__in=behind, rule="").order_by("-id").first()
    if edit is None:
        return False
    concern.state, concern.why = Concern.State.REWORDED, edit.why
    concern.decided_by, concern.decided_at, concern.event = edit.edited_by, edit.edited_at, edit.event
    concern.save()
    return True
