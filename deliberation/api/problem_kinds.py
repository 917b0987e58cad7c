"""Every kind of problem that a program can be answered, in words: the paragraphs of the reference page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEM_KINDS: dict[str, tuple[str, str | Promise]] = {
    "account-needed": ("403", _("People join this deliberation with an account: they sign in on its page.")),
    "already-answered": ("409", _("Another moderator has answered this question already.")),
    "answer-needed": ("422", _("Joining needs an answer to each of the “questions” that are named.")),
    "answer-unreadable": (
        "409",
        _("The request was done before, but its answer is lost. Do not send it again."),
    ),
    "authentication-failed": ("401", _("What the request says about who sends it cannot be believed.")),
    "bad-cursor": ("400", _("No page begins there. Take cursors from “next” and “previous” as they are.")),
    "bad-idempotency-key": (
        "400",
        _(
            "An Idempotency-Key has at most 100 printable ASCII characters, and at least 16 from "
            "callers without token or key. A UUID does."
        ),
    ),
    "bad-limit": ("400", _("A page has 1 to 100 entries.")),
    "cannot-be-kept": ("400", _("A value in the request is of a kind or size that cannot be kept.")),
    "cannot-count": (
        "503",
        _(
            "How often this is done cannot be counted just now, so it is not taken. Come again "
            "after Retry-After."
        ),
    ),
    "closed": ("409", _("The deliberation is closed: it can be read, and nobody joins any more.")),
    "consent-changed": (
        "409",
        _("The text that people agree to has changed. Show the new one, “consent”, and send its version."),
    ),
    "csrf-failed": (
        "403",
        _("A browser with cookies has to send the site's CSRF token with whatever changes something."),
    ),
    "database-away": ("503", _("Nothing can be read or kept at the moment. Come again after Retry-After.")),
    "decided-meanwhile": (
        "409",
        _("Somebody else has decided about this statement since it was read. Read it again."),
    ),
    "decision-refused": ("409", _("This cannot be decided so, as things stand; “detail” says why.")),
    "error": ("500", _("Something went wrong on the site's side. Trying again may help.")),
    "expired-token": ("401", _("The token's time is over. An owner of the deliberation can make a new one.")),
    "idempotency-key-reused": (
        "422",
        _("This Idempotency-Key was sent with another request. Each request needs one of its own."),
    ),
    "identity-refused": (
        "403",
        _(
            "What the other site says about this person was not signed with its secret, is too "
            "old, or was used before."
        ),
    ),
    "invalid": (
        "400",
        _("Fields are missing or wrong; “errors” says of each what is wrong. Nothing was changed."),
    ),
    "invalid-key": ("401", _("This participant key is none of this site's, or its participant was erased.")),
    "invalid-token": ("401", _("There is no such token. Check that it was copied whole.")),
    "invitation-spent": ("410", _("This invitation was used, has expired or was taken back.")),
    "invitation-unknown": (
        "422",
        _("There is no such invitation. People join this deliberation with a code of their own."),
    ),
    "join-first": (
        "403",
        _("This is for who takes part. Join first (“participants”), and send the participant's key."),
    ),
    "join-refused": ("403", _("Nobody can join so; “detail” says why.")),
    "method-not-allowed": (
        "405",
        _("This address does not know the method; the header Allow lists those it knows."),
    ),
    "needs-second-person": (
        "409",
        _(
            "People have voted on this statement: a second moderator has to agree, and "
            "“public_reason” says to all why."
        ),
    ),
    "no-results-yet": ("404", _("Nothing has been analysed yet. Come again when people have voted.")),
    "no-vote": ("404", _("There is no vote to withdraw.")),
    "no-right-to-rows": (
        "403",
        _("Single votes leave the site only with an owner who was given the right to them."),
    ),
    "none-taken": ("409", _("The deliberation takes no statements at the moment.")),
    "not-acceptable": (
        "406",
        _("The request accepts only what this address does not give. Answers are JSON."),
    ),
    "not-allowed": ("403", _("Whoever asks may not do this.")),
    "not-authenticated": ("401", _("This needs a token, a participant's key, or somebody who is signed in.")),
    "not-found": (
        "404",
        _("There is nothing at this address for whoever asks: it does not exist, or is not open to them."),
    ),
    "nothing-asked": ("409", _("No question waits for an answer about this statement.")),
    "other-deliberation": ("403", _("The token or key belongs to another deliberation than the address.")),
    "other-language": ("409", _("Statements here are written in one of “languages”.")),
    "our-fault": (
        "500",
        _("Something went wrong on the site's side, and was noted there. Trying again may help."),
    ),
    "parse-error": (
        "400",
        _("The body is no JSON, or holds text that cannot be kept, such as the character NUL."),
    ),
    "permission-denied": ("403", _("Whoever asks may not do this.")),
    "places-taken": ("409", _("Enough people of this group take part already.")),
    "proof-of-work": (
        "403",
        _("The proof of work is missing, wrong, too old or used. Ask for a new task where one joins."),
    ),
    "results-not-open": ("403", _("The organisers have not opened the results to whoever asks yet.")),
    "revoked-token": ("401", _("The token was revoked. An owner of the deliberation can make a new one.")),
    "said-already": ("409", _("Somebody has proposed the very same; “vote_on” is its number.")),
    "similar-statements": (
        "409",
        _("Others have said very much the same (“similar”). Vote on that, or send it again with “anyway”."),
    ),
    "statement-refused": ("409", _("The statement cannot be proposed as it is; “detail” says why.")),
    "still-being-answered": (
        "409",
        _(
            "The first request with this Idempotency-Key is not answered yet. Wait a moment and "
            "send it again."
        ),
    ),
    "throttled": ("429", _("That was too often. Wait as long as Retry-After says.")),
    "too-large": ("413", _("The body is larger than any request needs to be.")),
    "too-many-requests": (
        "429",
        _("That was too often. Wait as long as Retry-After says; RateLimit tells in time how much is left."),
    ),
    "too-many-votes": ("413", _("A batch has at most 50 votes.")),
    "unsupported-media-type": ("415", _("Bodies are JSON: send Content-Type: application/json.")),
    "vote-refused": (
        "409",
        _("The vote does not count; “detail” says why, such as that the voting is over."),
    ),
    "weak-key": (
        "403",
        _("The key of somebody's first vote stands for who they are until it is counted: long and random."),
    ),
    "webhook-refused": (
        "422",
        _("The webhook cannot be set up or used so; “detail” says why, such as where messages never go."),
    ),
    "wrong-scope": ("403", _("The token was not made for this; “scope” names what it lacks.")),
}
"""Kind, the status it comes with, and what it means and what helps."""
