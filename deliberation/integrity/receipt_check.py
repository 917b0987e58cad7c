"""Checking a receipt that somebody brings: by the program anybody can run, and against this log."""

import json
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.proofs import SealedTree
from deliberation.integrity.receipts import root_before
from deliberation.integrity.sealing import last_seal
from deliberation.integrity.stored_log import signed_head
from deliberation.models import Deliberation, LogSeal
from verify_receipt import Findings, Unreadable, check_receipt, only_grew

LARGEST_RECEIPT: Final = 2_000_000
"""In bytes; a thousand votes take about half of it."""

PROBLEMS: Final = {
    "format": _("The seal is of a kind that is not known here."),
    "signature": _("The signature is not valid: the seal was changed, or never made."),
    "key": _("The seal was signed with another key."),
    "twice": _("Entry %(where)s is in the receipt twice."),
    "log": _("Entry %(where)s is from another deliberation."),
    "participant": _("Entry %(where)s is somebody else's."),
    "inclusion": _("Entry %(where)s is not in the sealed record as it is shown in the receipt."),
    "erased": _("Nothing shows any more what entry %(where)s said."),
    "content": _("Entry %(where)s said something else when it was sealed."),
    "other": _("The receipt is from another deliberation."),
    "seal": _("This site's record has no such seal. Somebody made it up, or the record was rewritten."),
    "growth": _("Since this seal the record has not only grown: something was changed or taken out."),
}
KINDS: Final = {
    "participant.joined": _("joined"),
    "statement.proposed": _("proposed a statement"),
    "vote.cast": _("voted"),
    "vote.undone": _("took a vote back"),
    "vote.marked": _("marked a vote"),
    "reason.given": _("gave a reason"),
    "ratification.vote_cast": _("answered a principle"),
    "ratification.vote_on_whole_cast": _("voted on a constitution as a whole"),
    "ratification.suggested": _("suggested other words for a principle"),
}
VOTES: Final = {1: _("agree"), -1: _("disagree"), 0: _("pass")}
ANSWERS: Final = {1: _("adopt"), 2: _("change"), -1: _("reject"), 0: _("pass")}
"""What the votes on a constitution are called."""


@dataclass(frozen=True)
class Line:
    """One entry of a receipt in words."""

    position: int
    time: str
    what: str
    vote: str
    statement: int | None
    principle: str = ""
    """On which principle of which version, such as "v2 p03"; empty for everything else."""


@dataclass(frozen=True)
class Checked:
    """What there is to say of a receipt. `problems` are sentences; without one, everything holds."""

    findings: Findings
    problems: list[str]
    lines: list[Line]

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.problems


def checked(data: bytes, deliberation: Deliberation) -> Checked:
    """Check an uploaded file.

    Raises:
        Unreadable: it is no receipt.
    """
    try:
        receipt = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable("This is no JSON file.") from error
    findings = check_receipt(receipt)
    kinds = [(problem.kind, problem.where) for problem in findings.problems]
    kinds += [(kind, None) for kind in _against_the_log(receipt, deliberation)]
    return Checked(
        findings,
        [gettext(PROBLEMS[kind]) % {"where": where} for kind, where in kinds],
        [_line(event) for event in receipt["events"]],
    )


def _against_the_log(receipt: dict[str, Any], deliberation: Deliberation) -> list[str]:
    """Return what does not fit between a receipt and this site's own log."""
    head = receipt["head"]
    if head["log"] != deliberation.public_id:
        return ["other"]
    seal = None
    if isinstance(head["number"], int) and 0 < head["number"] < 2**31:
        seal = LogSeal.objects.filter(deliberation=deliberation, number=head["number"]).first()
    shown = {"head": head, "signature": receipt["signature"]}
    if seal is None or signed_head(deliberation, seal, root_before(seal)) != shown:
        return ["seal"]
    latest = last_seal(deliberation) or seal
    path = [bytes.fromhex(step) for step in SealedTree(deliberation, latest.size).growth_since(seal.size)]
    roots = bytes.fromhex(seal.root), bytes.fromhex(latest.root)
    return [] if only_grew(seal.size, roots[0], latest.size, roots[1], path) else ["growth"]


def _line(event: dict[str, Any]) -> Line:
    entry, body = event["entry"], event["body"] if isinstance(event["body"], dict) else {}
    kind = entry["kind"]
    value, statement = body.get("value"), body.get("statement")
    votes = ANSWERS if isinstance(kind, str) and kind.startswith("ratification.") else VOTES
    return Line(
        position=event["position"],
        time=str(entry["occurred_at"] or entry["recorded_at"])[:19].replace("T", " "),
        what=str(KINDS.get(kind, kind)) if isinstance(kind, str) else "",
        vote=str(votes.get(value, "")) if isinstance(value, int) else "",
        statement=statement if isinstance(statement, int) else None,
        principle=_principle(body),
    )


def _principle(body: dict[str, Any]) -> str:
    version, principle = body.get("version"), body.get("principle")
    if not isinstance(version, int) or not isinstance(principle, str | None):
        return ""
    return f"v{version} {principle[:10]}" if principle else f"v{version}"
