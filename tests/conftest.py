"""Servers and people for the tests: a real PostgreSQL, a real Redis, named participants."""

import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
