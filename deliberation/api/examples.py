"""Requests as one would really send them, for the description of the interface and the reference page."""

from typing import Any

REQUESTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "participant_join": [
        ("Agree to the present text", {"consent_version": 1}),
        (
            "Answer a question, and show an invitation",
            {"consent_version": 1, "answers": {"region": "north"}, "invitation": "K7QM-2XPD-9RWT"},
        ),
    ],
    "vote_cast": [
        ("Agree", {"value": 1, "key": "8f7c1c52a14b4d0c"}),
        ("Pass, and say why", {"value": 0, "pass_reason": "unclear", "key": "0b6f5a0d3e514c77"}),
    ],
    "votes_cast": [
        (
            "Two votes that were cast offline",
            {
                "votes": [
                    {"statement": 1, "value": 1, "key": "3f1f0a527d0b4f0e9f511b1f7f9a6c10"},
                    {"statement": 2, "value": -1, "key": "c8a5d3b6f0e94f0e8d2b7a1c5e6f7081"},
                ]
            },
        )
    ],
    "statement_propose": [
        ("A statement", {"text": "An AI should say when it does not know something."}),
    ],
    "statement_decide": [
        ("Let it in", {"outcome": "accepted"}),
        (
            "Keep it out, and say why",
            {"outcome": "rejected", "reason": "off_topic", "note": "It is about roads."},
        ),
    ],
    "statement_answer": [("Agree as the second person", {"answer": "agree"})],
    "webhook_change": [("Switch it off for a while", {"is_on": False})],
    "webhook_add": [
        (
            "Be told of new versions",
            {"address": "https://example.org/told", "kinds": ["version.ratified"]},
        )
    ],
}
"""Operation id: what each example shows, and the body that is sent."""


def give_examples(operation: dict[str, Any]) -> None:
    """Add to the description of an operation the requests that show how it is used."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    examples = REQUESTS.get(operation["operationId"])
    if content is not None and examples and "examples" not in content:
        content["examples"] = {
            summary.lower().replace(",", "").replace(" ", "_"): {"summary": summary, "value": body}
            for summary, body in examples
        }
