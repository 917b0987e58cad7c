"""Every act in the life of a deliberation, done to the model and to the database alike."""

import copy
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from constitution.models import ConstitutionVersion, RatificationVote
from constitution.services.drafting import draft_version
from constitution.services.open_votes import RatificationVoteRefused
from constitution.services.ratification_votes import cast_ratification_vote
from constitution.services.ratifying import close_ratification, open_ratification
from deliberation.integrity.event_log import KeyReused
from deliberation.integrity.exclusions import exclude_participants, lift_exclusion
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Participant, PendingDecision, Role, Statement, User
from deliberation.moderation.deciding_rules import DecisionRefused
from deliberation.moderation.pending import (
    answer_as_author,
    answer_as_second_person,
    propose_rejection,
    propose_words,
)
from deliberation.moderation.services import moderate_statement
from deliberation.organising.seed_file import SentRow
from deliberation.organising.seeds import add_seeds
from deliberation.organising.services import StepRefused, change_state, create_deliberation
from deliberation.people.erasure import erase_participant
from deliberation.people.services import join_deliberation
from deliberation.results.services import run_analysis
from deliberation.voting.batches import QueuedVote, take_votes
from deliberation.voting.forms import key_of_vote
from deliberation.voting.marks import mark_vote
from deliberation.voting.proposals import ProposalRefused, propose_statement
from deliberation.voting.services import VoteRefused, cast_vote, undo_vote, withdraw_vote
from tests.factories import MembershipFactory, UserFactory
from tests.life.model import Life, Refused
from tests.life.ratification_model import LEAST_SHARE, QUORUM, Version
from tests.life.stored import (
    answers_to,
    assert_counts_are,
    assert_log_holds,
    assert_one_event_per_key,
    assert_polis_files_say,
    assert_rows_are,
    log_so_far,
    sealed_heads,
    trace,
)

REFUSALS = (
    VoteRefused,
    KeyReused,
    ProposalRefused,
    DecisionRefused,
    StepRefused,
    WorkRefused,
    RatificationVoteRefused,
)
SEEDS = ("The AI should tell the truth.", "The AI should say what it does not know.", "The AI may joke.")
TEXTS = tuple(f"The AI should keep promise {letter}." for letter in "abcdef")
STAGES = ("draft", "open", "voted on", "closed", "put to the vote", "adopted", "ratified")
"""Where lives begin: each goes on from the one before."""
anyone = st.integers(0, 5)
any_statement = st.integers(0, 7)
any_value = st.sampled_from([1, 0, -1])
any_key = st.sampled_from([f"pressed-{number}" for number in range(8)])
any_text = st.sampled_from(TEXTS)


class LifeOfADeliberation(RuleBasedStateMachine):
    """Acts by organisers, moderators, citizens and jobs, in any order."""

    has_begun = False

    @initialize(stage=st.sampled_from(STAGES))
    def begin(self, stage: str) -> None:
        self.life = Life()
        self.version: tuple[Version, ConstitutionVersion] | None = None
        self.answer_keys: dict[tuple[int, str], tuple[int, str, int]] = {}
        self.heads: list[dict[str, Any]] = []
        self.owner: User = UserFactory()
        self.deliberation: Deliberation = create_deliberation(
            title=f"A life {uuid.uuid4().hex}", language="en", owner=self.owner
        )
        self.moderators: dict[str, User] = {"ann": UserFactory(), "ben": UserFactory()}
        for account in self.moderators.values():
            MembershipFactory(user=account, deliberation=self.deliberation, role=Role.MODERATOR)
        self.visitors: dict[str, int] = {}
        self.log = log_so_far(self.deliberation)
        if stage != "draft":
            self.add_first_statements()
            self.change_state("open")
            for visitor in ("first", "second", "third"):
                self.join(visitor)
        if stage not in {"draft", "open"}:
            for who in range(3):
                self.vote_together(
                    who, [(0, 1, "at-first-0"), (1, 1, "at-first-1"), (2, who - 1, "at-first-2")]
                )
        if STAGES.index(stage) >= STAGES.index("closed"):
            self.change_state("closed")
        if STAGES.index(stage) >= STAGES.index("put to the vote"):
            self.draft_a_constitution()
            self.put_to_the_vote()
        if STAGES.index(stage) >= STAGES.index("adopted"):
            for who in range(3):
                self.answer_every_principle(who, RatificationVote.Value.ADOPT, "adopted-0")
        if stage == "ratified":
            self.close_the_vote()
        self.has_begun = True

    def teardown(self) -> None:
        if not self.has_begun:
            return
        with tempfile.TemporaryDirectory(prefix="concord-life-") as folder:
            assert_polis_files_say(self.life, self.deliberation, Path(folder))
        assert_log_holds(self.deliberation, self.heads)
        self.nothing_was_taken_from_the_log()

    # What people do.

    @rule(visitor=st.sampled_from(["first", "second", "third", "fourth", "fifth"]))
    @precondition(lambda self: self.life.state != "draft")
    def join(self, visitor: str) -> None:
        """The same visitor sending the form again is the same participant."""
        before = trace(self.deliberation)
        participant = join_deliberation(deliberation=self._now(), visitor_key=visitor)
        if self.visitors.get(visitor) is None:
            self.visitors[visitor] = self.life.join()
        else:
            assert trace(self.deliberation) == before
        assert participant.number == self.visitors[visitor]

    @rule(who=anyone, what=any_statement, value=any_value, key=any_key)
    def vote(self, who: int, what: int, value: int, key: str) -> None:
        if (chosen := self._chosen(who, what)) is None:
            return
        participant, statement = chosen
        action = {"participant": participant, "statement": statement, "value": value}
        key = key_of_vote(key, value)
        self._both(
            lambda: self.life.cast(participant.number, statement.number, value, key),
            lambda: cast_vote(**action, client_key=key),
        )

    @rule(who=anyone, votes=st.lists(st.tuples(any_statement, any_value, any_key), min_size=1, max_size=5))
    def vote_together(self, who: int, votes: list[tuple[int, int, str]]) -> None:
        if (chosen := self._chosen(who, 0)) is None:
            return
        participant, _statement = chosen
        sent = [(self._number(what), value, key) for what, value, key in votes]
        expected = self.life.cast_together(
            participant.number, [(what, value, key_of_vote(key, value)) for what, value, key in sent]
        )
        outcomes = take_votes(participant=participant, votes=[QueuedVote(*vote) for vote in sent])
        assert [outcome.state for outcome in outcomes] == expected

    @rule(who=anyone, what=any_statement, key=any_key)
    def undo(self, who: int, what: int, key: str) -> None:
        if (chosen := self._chosen(who, what)) is None:
            return
        participant, statement = chosen
        self._both(
            lambda: self.life.undo(participant.number, statement.number, key),
            lambda: undo_vote(participant=participant, statement=statement, client_key=key),
        )

    @rule(who=anyone, what=any_statement, key=any_key)
    def withdraw(self, who: int, what: int, key: str) -> None:
        if (chosen := self._chosen(who, what)) is None:
            return
        participant, statement = chosen
        self._both(
            lambda: self.life.withdraw(participant.number, statement.number, f"{key}-withdrawn"),
            lambda: withdraw_vote(
                participant=participant, statement=statement, client_key=f"{key}-withdrawn"
            ),
        )

    @rule(
        who=anyone,
        what=any_statement,
        key=any_key,
        marks=st.sampled_from([("unsure", None), ("", None), (None, True), (None, False)]),
    )
    def mark(self, who: int, what: int, key: str, marks: tuple[str | None, bool | None]) -> None:
        if (chosen := self._chosen(who, what)) is None:
            return
        participant, statement = chosen
        said: Any = {"pass_reason": marks[0], "is_important": marks[1]}
        self._both(
            lambda: self.life.mark(participant.number, statement.number, key, **said),
            lambda: mark_vote(participant=participant, statement=statement, client_key=key, **said),
        )

    @rule(who=anyone, text=any_text, key=any_key)
    def propose(self, who: int, text: str, key: str) -> None:
        if (participant := self._participant(who)) is None:
            return
        self._both(
            lambda: self.life.propose(participant.number, text, key),
            lambda: propose_statement(
                deliberation=self._now(), text=text, client_key=key, author=participant
            ),
        )

    @rule(who=anyone, with_accepted=st.booleans())
    def erase(self, who: int, with_accepted: bool) -> None:
        if (participant := self._participant(who)) is None:
            return
        number = participant.number
        self.life.erase(number, with_accepted=with_accepted)
        self.visitors = {key: one for key, one in self.visitors.items() if one != number}
        erase_participant(participant=participant, with_accepted_statements=with_accepted)
        before = trace(self.deliberation)
        erase_participant(participant=participant, with_accepted_statements=with_accepted)
        assert trace(self.deliberation) == before

    # What moderators do.

    @rule(what=any_statement, by=st.sampled_from(["ann", "ben"]))
    def accept(self, what: int, by: str) -> None:
        if (statement := self._moderated(what)) is not None:
            self._both(
                lambda: self.life.accept(statement.number),
                lambda: moderate_statement(
                    statement=statement, outcome="accepted", decided_by=self.moderators[by]
                ),
            )

    @rule(what=any_statement, by=st.sampled_from(["ann", "ben"]))
    def reject(self, what: int, by: str) -> None:
        if (statement := self._moderated(what)) is not None:
            self._both(
                lambda: self.life.reject(statement.number),
                lambda: moderate_statement(
                    statement=statement, outcome="rejected", reason="spam", decided_by=self.moderators[by]
                ),
            )

    @rule(what=any_statement, into=any_statement)
    def merge(self, what: int, into: int) -> None:
        statement, target = self._moderated(what), self._statement(into)
        if statement is not None and target is not None:
            self._both(
                lambda: self.life.merge(statement.number, target.number),
                lambda: moderate_statement(
                    statement=statement,
                    outcome="duplicate",
                    duplicate_of=target,
                    decided_by=self.moderators["ann"],
                ),
            )

    @rule(what=any_statement, by=st.sampled_from(["ann", "ben"]))
    def ask_to_reject(self, what: int, by: str) -> None:
        if (statement := self._moderated(what)) is not None:
            self._both(
                lambda: self.life.ask_to_reject(statement.number, by),
                lambda: propose_rejection(
                    statement=statement,
                    reason="spam",
                    public_reason="It says nothing.",
                    proposed_by=self.moderators[by],
                ),
            )

    @rule(
        what=any_statement,
        by=st.sampled_from(["ann", "ben"]),
        texts=st.lists(any_text, min_size=1, max_size=3, unique=True),
    )
    def ask_for_other_words(self, what: int, by: str, texts: list[str]) -> None:
        if (statement := self._moderated(what)) is not None:
            self._both(
                lambda: self.life.ask_for_words(statement.number, by, texts),
                lambda: propose_words(statement=statement, texts=texts, proposed_by=self.moderators[by]),
            )

    @rule(which=anyone, by=st.sampled_from(["ann", "ben", "its author", "somebody"]), agrees=st.booleans())
    @precondition(lambda self: self.life.questions)
    def answer_a_question(self, which: int, by: str, agrees: bool) -> None:
        numbers = sorted(self.life.questions)
        number = numbers[which % len(numbers)]
        asked = PendingDecision.objects.select_related("statement").get(
            statement__deliberation=self.deliberation,
            statement__number=number,
            state=PendingDecision.State.OPEN,
        )
        answer: Any = {"asked": asked, "agrees": agrees, "client_key": uuid.uuid4().hex}
        if account := self.moderators.get(by):
            self._both(
                lambda: self.life.answer(number, by, agrees=agrees),
                lambda: answer_as_second_person(**answer, answered_by=account),
            )
            return
        author = asked.statement.author if by == "its author" else self._participant(which)
        if author is not None:
            self._both(
                lambda: self.life.answer(number, author.number, agrees=agrees),
                lambda: answer_as_author(**answer, author=author),
            )

    # What organisers do.

    @rule()
    @precondition(lambda self: not self.life.statements)
    def add_first_statements(self) -> None:
        rows = [SentRow(line, text) for line, text in enumerate(SEEDS, start=1)]
        assert add_seeds(deliberation=self._now(), rows=rows, user=self.owner) == len(SEEDS)
        for text in SEEDS:
            self.life.add(text, author=None, accepted=True, is_seed=True)

    @rule(state=st.sampled_from(["open", "open", "closed"]))
    def change_state(self, state: str) -> None:
        self._both(
            lambda: self.life.change_state(state),
            lambda: change_state(deliberation=self._now(), state=state, user=self.owner),
        )

    @rule(who=anyone)
    def exclude(self, who: int) -> None:
        if (participant := self._participant(who)) is None:
            return
        excluded = exclude_participants(
            deliberation=self._now(), numbers=[participant.number], kind="other", why="Lock-step",
            decided_by=self.owner,
        )  # fmt: skip
        assert excluded == self.life.exclude(participant.number)

    @rule(who=anyone)
    def include(self, who: int) -> None:
        if (participant := self._participant(who)) is not None:
            lifted = lift_exclusion(participant=participant, lifted_by=self.owner)
            assert lifted == self.life.include(participant.number)

    # What jobs do.

    @rule()
    def seal(self) -> None:
        self.heads = sealed_heads(self.deliberation)

    @rule()
    def analyse(self) -> None:
        try:
            analysis = run_analysis(deliberation=self._now())
        except WorkRefused:
            assert not any(counts.total() for counts in self.life.counted().values())
        else:
            assert_counts_are(self.life, analysis)

    # What becomes of it.

    @rule()
    @precondition(lambda self: self.version is None and self.life.votes())
    def draft_a_constitution(self) -> None:
        self.analyse()
        try:
            stored = draft_version(deliberation=self._now(), size=3, minimum_votes=1, drafted_by=self.owner)
        except WorkRefused:
            return
        labels = tuple(principle.label for principle in stored.principles.order_by("number"))
        self.version = (Version(stored.number, labels, keys=self.answer_keys), stored)

    @rule()
    @precondition(lambda self: self.version is not None)
    def put_to_the_vote(self) -> None:
        version, stored = self.version
        rule_of_the_vote = {"quorum": QUORUM, "group_quorum": 0, "overall": LEAST_SHARE}
        self._both(
            version.open,
            lambda: open_ratification(version=stored, rule=rule_of_the_vote, opened_by=self.owner),
        )

    @rule(who=anyone, which=anyone, value=st.sampled_from(RatificationVote.Value.values), key=any_key)
    @precondition(lambda self: self.version is not None and self.version[0].principles)
    def answer_a_principle(self, who: int, which: int, value: int, key: str) -> None:
        version, stored = self.version
        if (participant := self._participant(who)) is None:
            return
        label = version.principles[which % len(version.principles)]
        principle = next(one for one in stored.principles.all() if one.label == label)
        key = f"{key}-{label}"
        self._both(
            lambda: version.answer(participant.number, label, value, key),
            lambda: cast_ratification_vote(
                participant=participant, principle=principle, value=value, client_key=key
            ),
        )

    @rule(who=anyone, value=st.sampled_from(RatificationVote.Value.values), key=any_key)
    @precondition(lambda self: self.version is not None)
    def answer_every_principle(self, who: int, value: int, key: str) -> None:
        for which in range(len(self.version[0].principles)):
            self.answer_a_principle(who, which, value, key)

    @rule()
    @precondition(lambda self: self.version is not None)
    def close_the_vote(self) -> None:
        version, stored = self.version
        self._both(version.close, lambda: close_ratification(version=stored, closed_by=self.owner))
        if version.state == "ended":
            self._assert_the_outcome_follows()
            self.answer_keys = version.keys
            self.version = None

    # What holds after every act.

    @invariant()
    def current_rows_are_those_of_the_model(self) -> None:
        assert_rows_are(self.life, self.deliberation)

    @invariant()
    def there_is_one_event_for_each_key(self) -> None:
        assert_one_event_per_key(self.life, self.deliberation)

    @invariant()
    def answers_are_those_of_the_model(self) -> None:
        if self.version is not None:
            version, stored = self.version
            assert answers_to(stored) == version.answers

    @invariant()
    def nothing_was_taken_from_the_log(self) -> None:
        log = log_so_far(self.deliberation)
        assert log[: len(self.log)] == self.log
        self.log = log

    def _assert_the_outcome_follows(self) -> None:
        """The counts are a recount of the answers; what fewer adopt than the rule asks for is not adopted."""
        version, stored = self.version
        stored.refresh_from_db()
        for principle in stored.principles.all():
            counts = version.counts(principle.label)
            found = principle.ratification
            assert [found[name] for name in ("adopt", "change", "reject", "pass")] == [
                counts[value]
                for value in (
                    RatificationVote.Value.ADOPT,
                    RatificationVote.Value.CHANGE,
                    RatificationVote.Value.REJECT,
                    RatificationVote.Value.PASS,
                )
            ]
            if counts[RatificationVote.Value.ADOPT] < LEAST_SHARE * counts.total() or not counts:
                assert found["reason"] != "adopted"
        if stored.state == ConstitutionVersion.State.RATIFIED:
            for rows, change in (
                (ConstitutionVersion.objects.filter(pk=stored.pk), {"preamble": "Changed."}),
                (stored.principles.all(), {"text": "Changed."}),
            ):
                with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                    rows.update(**change)

    def _both(self, modelled: Callable[[], object], done: Callable[[], object]) -> None:
        """Do it to the model and to the database: both do it, or both refuse and leave no trace."""
        life, version = copy.deepcopy(self.life), copy.deepcopy(self.version and self.version[0])
        refusal: Exception | None = None
        try:
            modelled()
        except Refused as expected:
            refusal = expected
            self.life = life
            if self.version and version:
                self.version = (version, self.version[1])
        before = trace(self.deliberation)
        if refusal is None:
            done()
            return
        try:
            done()
        except REFUSALS:
            assert trace(self.deliberation) == before, "a refused act left a trace"
        else:
            raise AssertionError(f"it was done, but should have been refused: {refusal}")

    def _now(self) -> Deliberation:
        """The deliberation as a request would read it."""
        return Deliberation.objects.get(pk=self.deliberation.pk)

    def _participant(self, who: int) -> Participant | None:
        """One of those who take part and have not been erased."""
        numbers = sorted(self.life.participants - self.life.erased)
        if not numbers:
            return None
        people = Participant.objects.select_related("deliberation")
        return people.get(deliberation=self.deliberation, number=numbers[who % len(numbers)])

    def _number(self, what: int) -> int:
        return what % len(self.life.statements) + 1

    def _statement(self, what: int) -> Statement | None:
        if not self.life.statements:
            return None
        statements = Statement.objects.select_related("deliberation")
        return statements.get(deliberation=self.deliberation, number=self._number(what))

    def _moderated(self, what: int) -> Statement | None:
        """A statement that moderators decide about; those that stand in other words are left as they are."""
        statement = self._statement(what)
        if statement is None or self.life.statements[statement.number].replaced_by:
            return None
        return statement

    def _chosen(self, who: int, what: int) -> tuple[Participant, Statement] | None:
        participant, statement = self._participant(who), self._statement(what)
        return None if participant is None or statement is None else (participant, statement)
