"""Times as programs get them."""

import datetime
from typing import Any

from rest_framework import serializers


class Moment(serializers.DateTimeField):
    """A time by RFC 3339 in UTC, wherever the site is run."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=datetime.UTC, **options)
