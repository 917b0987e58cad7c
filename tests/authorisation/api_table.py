"""Who may do what through the interface for programs: one row per address and method, one letter per role.

The letters are those of `tests.authorisation.table`. Here nobody is sent to sign in: whom an address is not
meant for is answered a problem document. Whoever takes part nowhere is told where to join (403), nobody in
particular where a role is needed to say who they are (401), and to other accounts it does not exist (404).
"""

from typing import Any, NamedTuple

EVERYONE = "VPTOMW"
PANEL = "OMW"
DECIDE = "MW"
OWN = "W"
TAKES_PART = "P"
JOINS_BY_ACTING = EVERYONE
"""An open deliberation takes a visitor's first vote as joining, whoever else the visitor may be."""

VOTE = {"statement": "{statement}", "value": "agree", "key": "a-long-and-random-key-of-the-matrix"}
KEY = "a-key-of-the-matrix-0123"


class ApiRow(NamedTuple):
    """One method of one address: whom it is meant for, what stands in the address, and what is sent."""

    name: str
    method: str
    may: str
    parts: tuple[str, ...] = ("slug",)
    sent: dict[str, Any] = {}


READING = [
    ApiRow("api:reference", "GET", EVERYONE, ()),
    ApiRow("api:schema_json", "GET", EVERYONE, ()),
    ApiRow("api:schema_yaml", "GET", EVERYONE, ()),
    ApiRow("api:root", "GET", EVERYONE, ()),
    ApiRow("api:deliberations", "GET", EVERYONE, ()),
    ApiRow("api:deliberation", "GET", EVERYONE),
    ApiRow("api:statements", "GET", EVERYONE),
    ApiRow("api:statement", "GET", EVERYONE, ("slug", "statement")),
    ApiRow("api:results", "GET", EVERYONE),
    ApiRow("api:results_statements", "GET", EVERYONE),
    ApiRow("api:analyses", "GET", EVERYONE),
    ApiRow("api:analysis", "GET", EVERYONE, ("slug", "result_hash")),
    ApiRow("api:moderation_log", "GET", EVERYONE),
    ApiRow("api:log_heads", "GET", EVERYONE),
    ApiRow("api:exports", "GET", EVERYONE),
    ApiRow("api:export", "GET", EVERYONE, ("slug", "export_file")),
    ApiRow("api:versions", "GET", EVERYONE),
    ApiRow("api:version", "GET", EVERYONE, ("slug", "version")),
    ApiRow("api:principles", "GET", EVERYONE, ("slug", "version")),
    ApiRow("api:principle", "GET", EVERYONE, ("slug", "version", "label")),
    ApiRow("api:version_files", "GET", EVERYONE, ("slug", "version")),
    ApiRow("api:runs", "GET", EVERYONE),
    ApiRow("api:run", "GET", EVERYONE, ("slug", "run")),
]
PARTICIPATING = [
    ApiRow("api:participants", "GET", EVERYONE),
    ApiRow("api:participants", "POST", EVERYONE, sent={"consent": True}),
    ApiRow("api:me", "GET", TAKES_PART),
    ApiRow("api:me", "DELETE", TAKES_PART),
    ApiRow("api:my_statements", "GET", TAKES_PART),
    ApiRow("api:next_statements", "GET", EVERYONE),
    ApiRow("api:vote", "PUT", TAKES_PART, ("slug", "statement"), {"value": "agree", "key": KEY}),
    ApiRow("api:vote", "DELETE", TAKES_PART, ("slug", "statement")),
    ApiRow("api:votes", "GET", TAKES_PART),
    ApiRow("api:votes", "POST", JOINS_BY_ACTING, sent={"votes": [VOTE]}),
    ApiRow("api:statements", "POST", JOINS_BY_ACTING, sent={"text": "An AI should say what it does."}),
]
MODERATING = [
    ApiRow("api:moderation_queue", "GET", PANEL),
    ApiRow("api:decisions", "POST", DECIDE, ("slug", "waiting"), {"outcome": "accepted"}),
    ApiRow("api:answers", "POST", DECIDE, ("slug", "asked_about"), {"answer": "decline"}),
]
WEBHOOK = ("slug", "webhook")
WEBHOOKS = [
    ApiRow("api:webhooks", "GET", OWN),
    ApiRow("api:webhooks", "POST", OWN, sent={"address": "https://10.0.0.1/", "kinds": ["analysis.done"]}),
    ApiRow("api:webhook", "GET", OWN, WEBHOOK),
    ApiRow("api:webhook", "PATCH", OWN, WEBHOOK, {"kinds": ["version.ratified"]}),
    ApiRow("api:webhook", "DELETE", OWN, WEBHOOK),
    ApiRow("api:webhook_test", "POST", OWN, WEBHOOK),
    ApiRow("api:webhook_deliveries", "GET", OWN, WEBHOOK),
    ApiRow("api:webhook_replay", "POST", OWN, (*WEBHOOK, "message")),
]
NOWHERE = [ApiRow("api:unknown", "GET", "", ("anything",)), ApiRow("api:unknown", "POST", "", ("anything",))]
API_TABLE = READING + PARTICIPATING + MODERATING + WEBHOOKS + NOWHERE
