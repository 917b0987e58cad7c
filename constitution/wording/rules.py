"""The rules of wording by name, each with what it is for. PURE."""

from __future__ import annotations

from constitution.wording.principle_wording import WordingStep

PLAIN_WRITING = "plain writing"
QUOTATION = "quotation"
FORBIDS = "second sentence forbids"
ALSO = "second sentence"
AND_THAT = "second clause"
READ_AS_A_WISH = "read as a wish"
TREATED = "people should be treated"
USED_AS = "used as something that acts"
SAID_ONCE = "said once"
JOINED = "joined"
LED = "led by one statement"
IN_A_SITUATION = ", in a situation"
"""Added to the name of a rule whose sentence also names a situation."""

NOT_READY = "A person should look at it before it is voted on."

REASONS = {
    PLAIN_WRITING: "Quotation marks, double spaces and slashes are written plainly; no word is changed.",
    "should be ADJECTIVE": "A quality that is wished for becomes the most of it.",
    "should be NOUN": "A role that is wished for becomes acting as that.",
    "should VERB": "Something a response should do becomes doing it most.",
    "should have NOUN": "Something a response should have becomes having the most of it.",
    "should VERB (once)": "It is done or not, hardly more or less; so it becomes being most likely to do it.",
    "should VERB (likely to)": "It is not sure which words are verbs, so the wish keeps its own words.",
    "should VERB on a condition": "A condition stays as it was written; what depends on it has no degree.",
    "should not be ADJECTIVE": "A quality that is not wished for becomes the least of it.",
    "should not be NOUN": "A role that is not wished for becomes the least likely one.",
    "should not VERB": "A stance that is not wished for becomes taking it least.",
    "should not VERB (likely to)": "Something a response should not do becomes being least likely to do it.",
    "should not have NOUN": "Something a response should not have becomes having the least of it.",
    READ_AS_A_WISH: "It does not say “should”; it is read as if it did, for a person to confirm.",
    TREATED: "How people should be treated is how a response should treat them.",
    USED_AS: "Being used as something that acts in a way is acting in that way.",
    AND_THAT: "Two things wished for stand side by side in one sentence.",
    FORBIDS: "A prohibition beside a wish becomes a sentence of its own.",
    ALSO: "A second sentence of the statement stays a second sentence.",
    SAID_ONCE: "Another statement already says this in these words.",
    JOINED: "Several statements that belong together become one principle.",
    LED: "No rule can join these statements: the first one leads, for a person to complete.",
    QUOTATION: "No rule fits, so the statement stands in its own words until a person has worded it.",
}


def step(rule: str, before: str, after: str) -> WordingStep:
    """Return a step of this rule with its reason."""
    return WordingStep(rule=rule, before=before, after=after, why=REASONS[rule.removesuffix(IN_A_SITUATION)])
