"""A canonical constitution as a text for people. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any


def constitution_markdown(content: Mapping[str, Any]) -> str:
    """Return the Markdown of a canonical constitution: what it says, why each principle is there, how made.

    What people wrote is escaped, so that it stays text wherever the file is shown.
    """
    lines = [f"# {plain(content['about']['title'])}", "", _standing(content), ""]
    if content["preamble"]:
        lines += [plain(content["preamble"]), ""]
    lines += ["## Principles", ""]
    for principle in content["principles"]:
        lines += _principle(principle)
    if content["rejected"]:
        lines += ["## Not adopted by the participants", ""]
        lines += [f"- {principle['id']}: {plain(principle['text'])}" for principle in content["rejected"]] + [
            ""
        ]
    if content["contested"]:
        lines += ["## Where we do not agree", ""]
        lines += [_contested(statement) for statement in content["contested"]] + [""]
    return "\n".join([*lines, *_how_it_was_made(content)]) + "\n"


def plain(text: str) -> str:
    """Escape what Markdown or HTML would take as markup."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
    one_line = " ".join(escaped.split())
    return re.sub(r"^(\d*)([-+.)])(?=\s|$)", r"\1\\\2", one_line)


def _standing(content: Mapping[str, Any]) -> str:
    ratification = content["ratification"]
    if ratification is None:
        return f"Version {content['version']}. **A draft: nobody has ratified it.**"
    if ratification["decided_by"] == "citizens":
        return (
            f"Version {content['version']}, ratified by its participants: "
            f"{ratification['participants']} of them voted on each principle or on some."
        )
    return f"Version {content['version']}, ratified by the organiser: its participants did not vote on it."


def _principle(principle: Mapping[str, Any]) -> list[str]:
    lines = [f'<a id="{principle["id"]}"></a>', f"### {principle['id']}", "", plain(principle["text"]), ""]
    for number, text in zip(principle["statement_ids"], principle["original_texts"], strict=True):
        lines.append(f"- Statement {number}: {plain(text)}")
    lines.append(f"- Votes: {_votes(principle['votes'])}")
    for group in principle["votes"]["by_group"]:
        lines.append(f"- Group {group['group']}: {_votes(group)}")
    if principle["lower_bound"] is None:
        lines.append("- Most agree, in every group")
    else:
        lines.append(
            f"- In every group at least {100 * principle['lower_bound']:.0f} % agree (95 % credible); "
            f"group-aware consensus {principle['group_aware_consensus']:.2f}"
        )
    for edit in principle["edits"]:
        if not edit["rule"]:
            lines.append(
                f"- Edited by the {edit['who']}: was {plain(edit['before'])} {_why(edit['why'])}".rstrip()
            )
    return [*lines, ""]


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
    lines = [
        "## How it was made",
        "",
        f"At most {selection['size']} statements were taken, those that more than "
        f"{100 * selection['least_share']:.0f} % of the voters in every group agreed with, the surest first.",
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
