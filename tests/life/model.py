"""The life of a deliberation as it is meant, in plain Python: no database, no Django.

Each method is one act. It changes the model, or raises `Refused` and changes nothing. Votes of one person on
one statement form a stack: casting puts a value on it, undoing takes one off; the top is the current vote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Act = tuple[object, ...]
"""What a key was used for: the same key for the same act is a repeat, for another one it is refused."""


class Refused(Exception):
    """The act is not possible; nothing has changed."""


@dataclass
class Vote:
    value: int
    order: int
    """Place among all acts: of two votes of a person on merged statements the later one counts."""
    pass_reason: str = ""
    is_important: bool = False


@dataclass
class Statement:
    number: int
    author: int | None
    text: str
    is_seed: bool = False
    state: Literal["pending", "accepted", "rejected"] = "pending"
    merged_into: int | None = None
    replaced_by: tuple[int, ...] = ()
    is_erased: bool = False

    @property
    def is_in_the_vote(self) -> bool:
        return self.state == "accepted" and self.merged_into is None


@dataclass
class Question:
    """What a moderator has asked somebody else: a rejection, or other words where there are `texts`."""

    proposed_by: str
    texts: tuple[str, ...] = ()


@dataclass
class Life:
    state: Literal["draft", "open", "closed"] = "draft"
    statements: dict[int, Statement] = field(default_factory=dict)
    participants: set[int] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)
    excluded: set[int] = field(default_factory=set)
    stacks: dict[tuple[int, int], list[Vote]] = field(default_factory=dict)
    keys: dict[tuple[int, str], Act] = field(default_factory=dict)
    """What each participant has used which key for."""
    questions: dict[int, Question] = field(default_factory=dict)
    acts: int = 0

    def votes(self) -> dict[tuple[int, int], Vote]:
        """The current votes by (participant, statement)."""
        return {pair: stack[-1] for pair, stack in self.stacks.items() if stack}

    def holds_votes(self, statement: int) -> bool:
        return any(on == statement for _participant, on in self.votes())

    def counted(self) -> dict[int, Counter[int]]:
        """What an analysis has to count: a merged pair counts a person once, by the latest vote."""
        latest: dict[tuple[int, int], Vote] = {}
        for (participant, number), vote in sorted(self.votes().items(), key=lambda one: one[1].order):
            into = self.statements[number].merged_into
            if participant not in self.excluded:
                latest[participant, number if into is None else into] = vote
        found = {number: Counter[int]() for number, one in self.statements.items() if one.is_in_the_vote}
        for (_participant, number), vote in latest.items():
            if number in found:
                found[number][vote.value] += 1
        return found

    def change_state(self, state: Literal["open", "closed"]) -> None:
        if state == self.state:
            return
        if state == "closed" and self.state == "draft":
            raise Refused("nothing to close")
        if state == "open" and not any(one.is_in_the_vote for one in self.statements.values()):
            raise Refused("nothing to vote on")
        self.state = state

    def join(self) -> int:
        number = len(self.participants) + 1
        self.participants.add(number)
        return number

    def cast(self, participant: int, number: int, value: int, key: str) -> None:
        if self.state != "open" or not self.statements[number].is_in_the_vote:
            raise Refused("not open for voting")
        if self._is_new(participant, key, ("cast", number, value)):
            self._put(participant, number, value)

    def cast_together(self, participant: int, votes: Sequence[tuple[int, int, str]]) -> list[str]:
        """Say what becomes of each vote of a batch. What repeats the vote before it is not recorded."""
        outcomes, before = [], dict[int, int]()
        used = {key: act[1] for (who, key), act in self.keys.items() if who == participant}
        for number, value, key in votes:
            is_open = self.state == "open" and self.statements[number].is_in_the_vote
            if key in used:
                outcome = "known" if used[key] == number else "refused"
            elif not is_open:
                outcome = "refused"
            else:
                used[key] = number
                outcome = "known" if before.get(number) == value else "recorded"
            if outcome == "recorded":
                self.cast(participant, number, value, key)
            if outcome != "refused":
                before[number] = value
            outcomes.append(outcome)
        return outcomes

    def undo(self, participant: int, number: int, key: str) -> None:
        if (participant, key) in self.keys:
            return
        if self.state != "open":
            raise Refused("not open for voting")
        if not self.stacks.get((participant, number)):
            raise Refused("no vote to take back")
        self.keys[participant, key] = ("undo", number)
        self._take_off(participant, number)

    def withdraw(self, participant: int, number: int, key: str) -> None:
        step = 0
        if (participant, f"{key}.0") in self.keys:
            return
        while True:
            self.undo(participant, number, f"{key}.{step}")
            step += 1
            if not self.stacks[participant, number]:
                return

    def mark(
        self, participant: int, number: int, key: str, *, pass_reason: str | None, is_important: bool | None
    ) -> None:
        stack = self.stacks.get((participant, number))
        if self.state != "open" or not stack:
            raise Refused("no vote to mark now")
        if pass_reason and stack[-1].value != 0:
            raise Refused("only a pass has a reason")
        if self._is_new(participant, key, ("mark", number, pass_reason, is_important)):
            stack[-1].pass_reason = stack[-1].pass_reason if pass_reason is None else pass_reason
            stack[-1].is_important = stack[-1].is_important if is_important is None else is_important

    def propose(self, author: int, text: str, key: str) -> None:
        if self.state != "open":
            raise Refused("no statements are taken")
        act = ("propose", text)
        if self.keys.get((author, key)) == act:
            return
        if text in {one.text for one in self.statements.values()}:
            raise Refused("it is there already")
        if self._is_new(author, key, act):
            self.add(text, author=author)

    def add(self, text: str, *, author: int | None, accepted: bool = False, is_seed: bool = False) -> int:
        number = len(self.statements) + 1
        self.statements[number] = Statement(number, author, text, is_seed=is_seed)
        if accepted:
            self.statements[number].state = "accepted"
        return number

    def accept(self, number: int) -> None:
        self._decide(number, "accepted")

    def reject(self, number: int, *, second_person: bool = False) -> None:
        self._check_nothing_hangs_on(number)
        if self.holds_votes(number) and not second_person:
            raise Refused("people have voted on it")
        self._decide(number, "rejected")

    def merge(self, number: int, into: int) -> None:
        self._check_nothing_hangs_on(number)
        if number == into or not self.statements[into].is_in_the_vote:
            raise Refused("not open for voting")
        self._decide(number, "accepted", into)

    def ask_to_reject(self, number: int, by: str) -> None:
        statement = self.statements[number]
        if statement.state == "rejected" or statement.merged_into or not self.holds_votes(number):
            raise Refused("not by two people")
        self._check_nothing_hangs_on(number)
        self._ask(number, Question(by))

    def ask_for_words(self, number: int, by: str, texts: Sequence[str]) -> None:
        self._check_replaceable(number)
        if {one.text for one in self.statements.values()} & set(texts):
            raise Refused("they are there already")
        if self.who_is_asked(number) == "nobody":
            self._replace(number, texts)
        else:
            self._ask(number, Question(by, tuple(texts)))

    def who_is_asked(self, number: int) -> str:
        statement = self.statements[number]
        if statement.author is not None:
            return "author"
        return "nobody" if statement.is_seed and not self.holds_votes(number) else "second person"

    def answer(self, number: int, by: int | str, *, agrees: bool) -> None:
        """Answer what is being asked: by the number of a participant, or the name of a moderator."""
        question = self.questions[number]
        is_author = by == self.statements[number].author
        if question.texts and self.who_is_asked(number) == "author" and not is_author:
            raise Refused("only its author answers")
        if isinstance(by, int) and not (is_author and question.texts):
            raise Refused("not asked")
        if by == question.proposed_by:
            raise Refused("somebody else has to answer")
        if agrees and question.texts:
            self._check_replaceable(number)
            self._replace(number, question.texts)
        elif agrees:
            self.reject(number, second_person=True)
        self.questions.pop(number, None)

    def erase(self, participant: int, *, with_accepted: bool) -> None:
        self.erased.add(participant)
        for statement in self.statements.values():
            if statement.author != participant:
                continue
            statement.author = None
            if with_accepted or statement.state != "accepted":
                statement.text, statement.state, statement.is_erased = "", "rejected", True
                for merged in self._merged_into(statement.number):
                    merged.merged_into = None

    def exclude(self, participant: int) -> bool:
        is_new = participant not in self.excluded
        self.excluded.add(participant)
        return is_new

    def include(self, participant: int) -> bool:
        was_excluded = participant in self.excluded
        self.excluded.discard(participant)
        return was_excluded

    def _is_new(self, participant: int, key: str, act: Act) -> bool:
        if (participant, key) not in self.keys:
            self.keys[participant, key] = act
            return True
        if self.keys[participant, key] != act:
            raise Refused("the key was used for something else")
        return False

    def _put(self, participant: int, number: int, value: int) -> None:
        stack = self.stacks.setdefault((participant, number), [])
        self.acts += 1
        stack.append(Vote(value, self.acts, is_important=bool(stack) and stack[-1].is_important))

    def _take_off(self, participant: int, number: int) -> None:
        stack = self.stacks[participant, number]
        taken = stack.pop()
        self.acts += 1
        if stack:
            stack[-1] = Vote(stack[-1].value, self.acts, is_important=taken.is_important)

    def _merged_into(self, number: int) -> list[Statement]:
        return [one for one in self.statements.values() if one.merged_into == number]

    def _check_nothing_hangs_on(self, number: int) -> None:
        if self.statements[number].is_erased or self._merged_into(number):
            raise Refused("taken back, or others were merged into it")

    def _check_replaceable(self, number: int) -> None:
        self._check_nothing_hangs_on(number)
        statement = self.statements[number]
        if statement.state == "rejected" or statement.merged_into or self.state == "closed":
            raise Refused("cannot be put into other words")

    def _decide(self, number: int, state: Literal["accepted", "rejected"], into: int | None = None) -> None:
        statement = self.statements[number]
        if statement.is_erased:
            raise Refused("its author took it back")
        statement.state, statement.merged_into = state, into
        self.questions.pop(number, None)

    def _ask(self, number: int, question: Question) -> None:
        if number in self.questions:
            raise Refused("something is being asked already")
        self.questions[number] = question

    def _replace(self, number: int, texts: Sequence[str]) -> None:
        statement = self.statements[number]
        new = [
            self.add(text, author=statement.author, accepted=True, is_seed=statement.is_seed)
            for text in texts
        ]
        statement.state, statement.replaced_by = "rejected", tuple(new)
        self.questions.pop(number, None)
