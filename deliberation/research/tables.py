"""The tables that researchers get, and what each column of them means. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deliberation.research.columns import Column, Table
from deliberation.research.measures import ALL

EVERYONE: Final = "everyone"
"""Stands in place of a group's letter."""
VOTE_WORDS: Final = {1: "agree", 0: "pass", -1: "disagree"}
ANSWER_PREFIX: Final = "answer_"

_STATEMENT = Column(
    "statement",
    "integer",
    "Number of the statement within the deliberation.",
    bits=64,
    refers_to=("statements", "statement"),
)
_TOPIC = Column(
    "topic", "integer", "Number of the topic.", bits=16, can_be_empty=True, refers_to=("topics", "topic")
)
_GROUP = Column(
    "group", "word", f"Letter of the opinion group, or “{EVERYONE}” for all participants together."
)
_HELD_BACK = "empty where fewer than ten people voted, or where a smaller number could be worked out"

STATEMENTS: Final = Table(
    "statements",
    "Statements",
    "One row for each statement that people can vote on and that has not been merged into another.",
    (
        Column("statement", "integer", "Number of the statement within the deliberation.", bits=64),
        Column("text", "text", "What people voted on; empty where the author took it back."),
        Column("language", "word", "Language of the text, as a code such as en or zh-hans."),
        Column("is_seed", "truth", "Whether the organisers wrote it at the beginning."),
        Column("is_meta", "truth", "Whether it is about the deliberation itself."),
        Column("proposed_on", "date", "Day on which it was proposed (UTC).", can_be_empty=True),
        Column("taken_back", "truth", "Whether its author took the text back; the votes stay counted."),
        _TOPIC,
    ),
    ("statement",),
)

GROUPS: Final = Table(
    "groups",
    "Opinion groups",
    "One row for each opinion group: people who voted alike.",
    (
        Column("group", "word", "Letter of the group; the same as on the pages."),
        Column("people", "integer", "Number of its members."),
        Column("share", "number", "Share of all people with a group who are in this one, 0 to 1."),
        Column(
            "stability",
            "number",
            "How well the group is found again by halves of the assembly, 0 to 1; empty where not measured.",
            can_be_empty=True,
        ),
        Column("center_x", "number", "Middle of the group on the first axis of the opinion map."),
        Column("center_y", "number", "Middle of the group on the second axis of the opinion map."),
    ),
    ("group",),
)

GROUP_STATEMENTS: Final = Table(
    "group_statements",
    "What sets a group apart",
    "One row for each statement that sets an opinion group apart from the others, the most telling first.",
    (
        Column("group", "word", "Letter of the group.", refers_to=("groups", "group")),
        Column("place", "integer", "1 for the statement that sets the group apart most.", bits=16),
        _STATEMENT,
        Column("position", "word", "What the group says to it.", words=("agree", "disagree")),
        Column(
            "share_of_group", "number", f"Share of the group that takes it; {_HELD_BACK}.", can_be_empty=True
        ),
        Column(
            "share_of_others",
            "number",
            f"Share of all others who take it; {_HELD_BACK}.",
            can_be_empty=True,
        ),
    ),
    ("group", "place"),
)

STATEMENT_RESULTS: Final = Table(
    "statement_results",
    "Results of the statements",
    "One row for each statement, group and measure: how people voted, and what the analysis makes of it. A "
    "measure that was not taken has no row.",
    (
        _STATEMENT,
        _GROUP,
        Column(
            "measure", "word", "Which measure this is.", words=tuple(ALL), refers_to=("measures", "measure")
        ),
        Column("value", "number", f"Its value; {_HELD_BACK}.", can_be_empty=True),
        Column("low", "number", "Lower end of its interval, where there is one.", can_be_empty=True),
        Column("high", "number", "Upper end of its interval, where there is one.", can_be_empty=True),
    ),
    ("statement", "group", "measure"),
)

MEASURES: Final = Table(
    "measures",
    "Measures",
    "What each measure in the results means.",
    (
        Column("measure", "word", "Name of the measure.", words=tuple(ALL)),
        Column("meaning", "text", "What it says."),
        Column("lowest", "number", "Least value it can have; empty where there is none.", can_be_empty=True),
        Column(
            "highest", "number", "Greatest value it can have; empty where there is none.", can_be_empty=True
        ),
    ),
    ("measure",),
)

TOPICS: Final = Table(
    "topics",
    "Topics",
    "One row for each topic into which a language model sorted the statements.",
    (
        Column("topic", "integer", "Number of the topic.", bits=16),
        Column("name", "text", "Words that name it; empty for what belongs to no topic."),
        Column("is_other", "truth", "Whether it gathers what belongs to no topic."),
        Column("statements", "integer", "Number of its statements with votes."),
        Column(
            "difference",
            "number",
            "Mean over its statements of the greatest difference between two groups in the share that "
            "agrees, 0 to 1; empty where on no statement the votes of all groups can be shown.",
            can_be_empty=True,
        ),
    ),
    ("topic",),
)

TOPIC_RESULTS: Final = Table(
    "topic_results",
    "Results of the topics",
    "One row for each topic and group: its votes, added up over the statements on which they can be shown.",
    (
        Column("topic", "integer", "Number of the topic.", bits=16, refers_to=("topics", "topic")),
        _GROUP,
        Column("votes", "integer", "Votes on its statements, passes included."),
        Column("agree", "integer", "Votes that agree."),
        Column("disagree", "integer", "Votes that disagree."),
        Column("pass", "integer", "Votes that pass."),
        Column(
            "mean_agree_share",
            "number",
            "Mean over its statements of the share that agrees, each statement counting alike.",
            can_be_empty=True,
        ),
    ),
    ("topic", "group"),
)

PUBLIC: Final = (STATEMENTS, STATEMENT_RESULTS, MEASURES, GROUPS, GROUP_STATEMENTS, TOPICS, TOPIC_RESULTS)
"""Counts, for everybody who may see the results."""

VOTES: Final = Table(
    "votes",
    "Votes",
    "One row for each vote that the analysis counted: the last one of a person on a statement. Votes on a "
    "statement that was merged before the analysis stand under the one it was merged into.",
    (
        Column(
            "participant",
            "integer",
            "Number of the participant, drawn anew for this snapshot; it leads neither to the person nor to "
            "another export.",
            refers_to=("participants", "participant"),
        ),
        _STATEMENT,
        Column("vote", "word", "What was chosen, as a word.", words=tuple(VOTE_WORDS.values())),
        Column("value", "integer", "The same as a number: agree 1, pass 0, disagree -1.", bits=8),
        Column("day", "date", "Day of the vote (UTC); empty where it is not known.", can_be_empty=True),
    ),
    ("participant", "statement"),
    single_people=True,
)

_PARTICIPANT_COLUMNS: Final = (
    Column("participant", "integer", "Number of the participant, drawn anew for this snapshot."),
    Column("votes", "integer", "Number of this person's rows in the table of votes."),
    Column(
        "group",
        "word",
        "Letter of the opinion group; empty for those with too few votes.",
        can_be_empty=True,
        refers_to=("groups", "group"),
    ),
    Column("joined_on", "date", "Day of joining (UTC); empty where it is not known.", can_be_empty=True),
)


def participants_table(questions: Mapping[str, str]) -> Table:
    """Return the table of participants with a column for each question, by its key and its words."""
    answers = tuple(
        Column(
            f"{ANSWER_PREFIX}{key}",
            "word",
            f"Answer to “{words}”; empty where it was left out, or where fewer than ten people gave the same "
            "answers to this question and those before it.",
            can_be_empty=True,
        )
        for key, words in questions.items()
    )
    return Table(
        "participants",
        "Participants",
        "One row for each participant whom the analysis counted and who has not left since.",
        (*_PARTICIPANT_COLUMNS, *answers),
        ("participant",),
        single_people=True,
    )
