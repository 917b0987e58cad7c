"""Requests that may be sent again: with an `Idempotency-Key` the second is answered as the first was.

What a request was answered is kept for a day, encrypted (`deliberation.integrity.kept_secrets`), for some
answers hold a secret that is shown once, such as a participant's key: whoever reads the database alone
learns nothing of it. Only answers to requests that did something (2xx) are kept. A refusal changed nothing,
so the same request is judged anew; and what failed on our side has to be tried again.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.callers import caller_of, is_known
from deliberation.api.problems import Problem
from deliberation.integrity.kept_secrets import SecretUnreadable, open_secret, seal_secret
from deliberation.models import AnsweredRequest

KEPT = timedelta(hours=24)
GIVEN_UP = timedelta(seconds=60)
"""A request that has not been answered after this long was cut off; the same may be tried again."""
LONGEST_KEY = 100
SHORTEST_KEY_OF_STRANGERS = 16
"""Strangers of one network are told apart by their keys alone: a guessable one could be somebody else's."""
PURPOSE = "answered request"

KEY_PARAMETER = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": r"^[!-~]([ -~]*[!-~])?$"},
    OpenApiParameter.HEADER,
    description="A name of your own for this request, such as a UUID. Sent again within 24 hours, the same "
    "request changes nothing more and is answered as it was the first time. Without a token or key of yours "
    f"it has at least {SHORTEST_KEY_OF_STRANGERS} characters.",
)
"""For the description of an operation that takes an `Idempotency-Key`."""


def idempotent(method: Callable[..., Response]) -> Callable[..., Response]:
    """Let callers of a view's method send a request again safely; without a key nothing changes for them.

    The method runs in a transaction together with keeping its answer: either both are there or neither.

    Raises (from the decorated method):
        Problem: 400 `bad-idempotency-key`; 409 `still-being-answered`, another request with this key is;
            422 `idempotency-key-reused`, the key was used for another request.
    """

    @wraps(method)
    def answered_once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key_of(request)
        if key is None:
            return method(view, request, *args, **kwargs)
        kept, is_ours = _reserve(request, key)
        if not is_ours:
            return _answer_again(kept)
        try:
            with transaction.atomic():
                response = method(view, request, *args, **kwargs)
                if 200 <= response.status_code < 300:
                    _keep(kept, response)
        except BaseException:
            kept.delete()
            raise
        if not 200 <= response.status_code < 300:
            kept.delete()
        return response

    return answered_once


def drop_old_answers() -> int:
    """Forget what requests were answered more than a day ago; return how many."""
    return AnsweredRequest.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _key_of(request: Request) -> str | None:
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    # The draft of the header writes a string in quotes; many clients send it bare.
    key = given[1:-1] if len(given) > 2 and given[0] == given[-1] == '"' else given
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        detail = _("An Idempotency-Key has 1 to %(most)s printable ASCII characters.")
        raise Problem(400, "bad-idempotency-key", detail % {"most": LONGEST_KEY})
    if not is_known(request) and len(key) < SHORTEST_KEY_OF_STRANGERS:
        detail = _("Without a token or key of yours, an Idempotency-Key has at least %(least)s characters.")
        raise Problem(400, "bad-idempotency-key", detail % {"least": SHORTEST_KEY_OF_STRANGERS})
    return key


def _reserve(request: Request, key: str) -> tuple[AnsweredRequest, bool]:
    """Return the row of this key, and whether this request is the one to answer it."""
    digest = _digest_of(request)
    caller = salted_hmac("deliberation.api.caller", caller_of(request), algorithm="sha256").hexdigest()
    known = {"caller": caller, "key": key}
    AnsweredRequest.objects.filter(**known, created_at__lt=timezone.now() - KEPT).delete()
    kept, is_new = AnsweredRequest.objects.get_or_create(**known, defaults={"request_digest": digest})
    if kept.request_digest != digest:
        raise Problem(422, "idempotency-key-reused", _("This Idempotency-Key was used for another request."))
    if is_new or kept.status is not None:
        return kept, is_new
    cut_off = AnsweredRequest.objects.filter(
        pk=kept.pk, status=None, created_at__lt=timezone.now() - GIVEN_UP
    )
    if not cut_off.update(created_at=timezone.now()):
        problem = Problem(409, "still-being-answered", _("The first request with this key is not done yet."))
        problem.wait = 1
        raise problem
    return kept, True


def _digest_of(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True)
    return hashlib.sha256("\n".join([request.method, request.get_full_path(), body]).encode()).hexdigest()


def _keep(kept: AnsweredRequest, response: Response) -> None:
    cookies = {name: [morsel.value, dict(morsel)] for name, morsel in response.cookies.items()}
    body = JSONRenderer().render(response.data).decode()
    kept.status, kept.headers = response.status_code, dict(response.items())
    kept.body = seal_secret(json.dumps({"body": body, "cookies": cookies}), PURPOSE).encode()
    kept.save(update_fields=["status", "headers", "body"])


def _answer_again(kept: AnsweredRequest) -> Response:
    try:
        sealed = json.loads(open_secret(bytes(kept.body).decode(), PURPOSE))
    except SecretUnreadable:
        detail = _("This was done, but the site's key has changed since and the answer cannot be read.")
        raise Problem(409, "answer-unreadable", detail) from None
    data = json.loads(sealed["body"]) if sealed["body"] else None
    response = Response(data, status=kept.status, headers=kept.headers)
    for name, (value, attributes) in sealed["cookies"].items():
        response.cookies[name] = value
        response.cookies[name].update(attributes)
    response["Idempotency-Replayed"] = "true"
    return response
