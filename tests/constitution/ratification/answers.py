"""Answers of many people at once, as tests write them."""

from constitution.models import ConstitutionVersion, Principle
from constitution.services import cast_ratification_vote, cast_vote_on_whole
from deliberation.models import Participant
from tests.constitution.assemblies import people_of_group

ADOPT, PASS, REJECT, CHANGE = 1, 0, -1, 2
RULE = {"overall": 0.6, "every_group": 0.5, "quorum": 5}
SIGNS = {"+": ADOPT, "-": REJECT, "o": PASS, "~": CHANGE}


def answer(person: Participant, principle: Principle, value: int, key: str = "") -> None:
    """Answer one principle."""
    key = key or f"{person.number}-{principle.number}-{value}"
    cast_ratification_vote(participant=person, principle=principle, value=value, client_key=key)


def everybody_answers(version: ConstitutionVersion, answers: dict[int, tuple[str, ...]]) -> None:
    """Give the answers to each principle, a text per group with a sign per member: ("++++++", "++-o")."""
    for number, by_group in answers.items():
        principle = version.principles.get(number=number)
        for group, signs in enumerate(by_group):
            for person, sign in zip(people_of_group(version.analysis, group), signs, strict=False):
                if sign != " ":
                    answer(person, principle, SIGNS[sign])


def everybody_answers_the_whole(version: ConstitutionVersion, by_group: tuple[str, ...]) -> None:
    """Give the answers to the whole."""
    for group, signs in enumerate(by_group):
        for person, sign in zip(people_of_group(version.analysis, group), signs, strict=False):
            if sign != " ":
                cast_vote_on_whole(
                    participant=person,
                    version=version,
                    value=SIGNS[sign],
                    client_key=f"whole-{person.number}-{sign}",
                )
