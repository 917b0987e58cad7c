"""What groups are called: a letter, and beside it in a few words what they most distinctively hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from deliberation.models import Analysis, OpinionGroup
from deliberation.results.overview import GroupPortrait, portraits_of
from deliberation.results.short_phrase import short_phrase


@dataclass(frozen=True)
class GroupName:
    """A group's letter and what sets it apart most; `phrase` is empty where nothing does.

    Attributes:
        letter: of the group.
        size: number of members.
        phrase: the beginning of its most representative statement.
        language: of that statement.
        is_against: whether the group disagrees with it.
    """

    letter: str
    size: int
    phrase: str = ""
    language: str = ""
    is_against: bool = False


def group_names(analysis: Analysis) -> dict[str, GroupName]:
    """Return the names of an analysis' groups by letter, in two queries; none where there is only one."""
    return names_of(portraits_of(analysis, list(analysis.groups.all())))


def names_of(portraits: Sequence[GroupPortrait]) -> dict[str, GroupName]:
    """Return the names of these groups by letter; none where there is only one."""
    if len(portraits) < 2:
        return {}
    return {portrait.letter: _name(portrait.group, portrait) for portrait in portraits}


def _name(group: OpinionGroup, portrait: GroupPortrait) -> GroupName:
    if not portrait.representative:
        return GroupName(group.letter, group.size)
    first = portrait.representative[0]
    statement = first.line.statement
    return GroupName(
        letter=group.letter,
        size=group.size,
        phrase=short_phrase(statement.text),
        language=statement.language,
        is_against=first.position == "disagree",
    )
