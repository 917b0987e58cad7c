"""Whole addresses in answers, so that a program follows them as they stand."""

from typing import Any

from django.urls import reverse
from rest_framework.request import Request


def address_of(request: Request, name: str, *parts: Any) -> str:
    """Return the whole address of a page or of an answer by its name, such as `api:statement`."""
    return request.build_absolute_uri(reverse(name, args=parts))
