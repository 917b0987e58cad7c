"""A canonical constitution as a text for people. PURE."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

RULES = {
    "lower_bound": "the surest first",
    "equal_shares": "by the method of equal shares, which gives each part of the public its share",
    "proportional_approval": "by proportional approval voting, which gives each part of the public its share",
    "phragmen": "by Phragmén's method, which gives each part of the public its share",
}
"""How the statements were chosen, by the name of the rule; the earliest drafts name none."""


def constitution_markdown(content: Mapping[str, Any]) -> str:
    """Return the Markdown of a canonical constitution: what it says, why each principle is there, how made.

    What people wrote is escaped, so that it stays text wherever the file is shown.
    """
    lines = [f"# {plain(content['about']['title'])}", "", _standing(content), ""]
    if content.get("reason_for_amending"):
        lines += [f"Why there is this version: {plain(content['reason_for_amending'])}", ""]
    if content["preamble"]:
        lines += [plain(content["preamble"]), ""]
    lines += ["## Principles", ""]
    for principle in content["principles"]:
        lines += _principle(principle)
    lines += _listed("Which principle goes first", content.get("precedence", []), _precedence)
    lines += _listed("Not adopted by the participants", content["rejected"], _rejected)
    lines += _listed("Where we do not agree", content["contested"], _contested)
    lines += _listed("Topics without a principle", _missing_topics(content), _topic)
    return "\n".join([*lines, *_how_it_was_made(content)]) + "\n"


def plain(text: str) -> str:
    """Escape what Markdown or HTML would take as markup."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
    one_line = " ".join(escaped.split())
    return re.sub(r"^(\d*)([-+.)])(?=\s|$)", r"\1\\\2", one_line)


def _listed(
    title: str, rows: Sequence[Mapping[str, Any]], write: Callable[[Mapping[str, Any]], str]
) -> list[str]:
    return [f"## {title}", "", *map(write, rows), ""] if rows else []


def _standing(content: Mapping[str, Any]) -> str:
    ratification = content["ratification"]
    if ratification is None:
        return f"Version {content['version']}. **A draft: nobody has ratified it.**"
    if ratification["decided_by"] != "citizens":
        return (
            f"Version {content['version']}, ratified by the organiser: its participants did not vote on it."
        )
    standing = (
        f"Version {content['version']}, ratified by its participants: "
        f"{ratification['participants']} of them voted on each principle or on some."
    )
    whole = ratification.get("whole")
    if whole and whole.get("adopt"):
        standing += f" On the whole of it: {_answers(whole)}."
    return standing


def _principle(principle: Mapping[str, Any]) -> list[str]:
    lines = [f'<a id="{principle["id"]}"></a>', f"### {principle['id']}", "", plain(principle["text"]), ""]
    if principle.get("topic"):
        lines.append(f"- Topic: {plain(principle['topic']['name'])}")
    if principle.get("replaces"):
        former = principle["replaces"]
        lines.append(f"- Goes on from {former['id']} of version {former['version']}")
    for number, text in zip(principle["statement_ids"], principle["original_texts"], strict=True):
        lines.append(f"- Statement {number}: {plain(text)}")
    lines.append(f"- Votes: {_votes(principle['votes'])}")
    for group in principle["votes"]["by_group"]:
        lines.append(f"- Group {group['group']}: {_votes(group)}")
    lines += _firmness(principle)
    if principle["ratification"]:
        lines.append(f"- Asked whether to adopt it: {_answers(principle['ratification'])}")
    for edit in principle["edits"]:
        if not edit["rule"]:
            did = f"Edited by the {edit['who']}: was {plain(edit['before'])}"
            added = f"Added by the {edit['who']}"
            lines.append(f"- {did if edit['before'] else added} {_why(edit['why'])}".rstrip())
    return [*lines, ""]


def _firmness(principle: Mapping[str, Any]) -> list[str]:
    """Say how sure the agreement is, and what would end it."""
    if principle["lower_bound"] is None:
        return ["- Most agree, in every group"]
    lines = [
        f"- In every group at least {100 * principle['lower_bound']:.0f} % agree (95 % credible); "
        f"group-aware consensus {principle['group_aware_consensus']:.2f}"
    ]
    added = (principle.get("radius") or {}).get("added")
    if added is not None:
        lines.append(f"- It would take {added} more votes to end that agreement")
    if principle.get("stability") is not None:
        lines.append(f"- Chosen in {100 * principle['stability']:.0f} % of the resamples of the votes")
    return lines


def _answers(answers: Mapping[str, Any]) -> str:
    if answers["adopt"] is None:
        return "not shown, for too few people have answered"
    change = f"{answers['change']} would change it, " if "change" in answers else ""
    return f"{answers['adopt']} adopt it, {change}{answers['reject']} reject it, {answers['pass']} pass"


def _rejected(principle: Mapping[str, Any]) -> str:
    return f"- {principle['id']}: {plain(principle['text'])}"


def _precedence(decided: Mapping[str, Any]) -> str:
    second = next(name for name in decided["principles"] if name != decided["prevails"])
    return f"- {decided['prevails']} goes before {second} {_why(decided['why'])}".rstrip()


def _missing_topics(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the topics of which nothing stands in this version, though something may have in the draft."""
    topics = [principle.get("topic") for principle in content["principles"]]
    present = {topic["number"] for topic in topics if topic}
    return [
        topic
        for topic in content.get("topic_coverage", [])
        if topic["topic"] not in present and not topic.get("is_other")
    ]


def _topic(topic: Mapping[str, Any]) -> str:
    best = topic.get("best") or {}
    said = f"; its best statement is {best['statement']}: {plain(best['text'])}" if best.get("text") else ""
    return f"- {plain(topic['name'])}{said}"


def _votes(votes: Mapping[str, Any]) -> str:
    if votes["agree"] is None:
        return "not shown, for too few people have voted"
    return f"{votes['agree']} agree, {votes['disagree']} disagree, {votes['pass']} pass"


def _why(reason: str) -> str:
    return f"({plain(reason)})" if reason else ""


def _contested(statement: Mapping[str, Any]) -> str:
    groups: Sequence[Mapping[str, Any]] = statement["by_group"]
    votes = "; ".join(f"group {group['group']}: {_votes(group)}" for group in groups)
    return f"- Statement {statement['statement']}: {plain(statement['text'])} ({votes})"


def _how_it_was_made(content: Mapping[str, Any]) -> list[str]:
    selection, analysis = content["selection"], content["analysis"]
    chosen = RULES.get(selection.get("rule", "lower_bound"), f"by the rule {selection.get('rule')}")
    lines = [
        "## How it was made",
        "",
        f"At most {selection['size']} statements were taken, of those that more than "
        f"{100 * selection['least_share']:.0f} % of the voters in every group agreed with, {chosen}.",
        *_audit(content.get("justified_representation") or {}),
    ]
    rule = (content["ratification"] or {}).get("rule")
    if rule:
        lines.append(
            f"A principle was adopted with at least {100 * rule['overall']:.0f} % of all answers and more "
            f"than {100 * rule['every_group']:.0f} % in every group, given {rule['quorum']} answers."
        )
    return [
        *lines,
        "",
        f"- SHA-256 of this constitution: `{content['sha256']}`",
        f"- SHA-256 of the votes it rests on: `{analysis['input_hash']}`",
        f"- SHA-256 of their analysis: `{analysis['result_hash']}`, seed {analysis['seed']}",
    ]


def _audit(audit: Mapping[str, Any]) -> list[str]:
    """Say whether a cohesive part of the public got less than its share of the draft."""
    if audit.get("ok") is None:
        return []
    had = (
        "each cohesive part of the public had"
        if audit["ok"]
        else "a cohesive part of the public had less than"
    )
    return [f"In the draft, {had} its share of principles that it agrees with."]
