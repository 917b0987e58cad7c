"""Refusals with a type that programs can tell apart (RFC 9457)."""

from typing import Any

from rest_framework import exceptions


class Problem(exceptions.APIException):
    """A refusal with a type of its own, such as `wrong-scope`; the text says why, in words for people."""

    def __init__(self, status: int, kind: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.wait: int | None = None
        """Seconds until it makes sense to ask again, where waiting helps."""
        self.auth_header = ""
        """What `WWW-Authenticate` says beyond the way in, where a key was refused."""
        self.status_code, self.kind, self.more = status, kind, more
