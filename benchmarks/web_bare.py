"""What `benchmarks.web` measures against: Django alone, with a page of one word and the least vote."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.votes import INSERT_EVENT, UPSERT_VOTE


def hello(_request: HttpRequest) -> HttpResponse:
    """Answer with one word."""
    return HttpResponse("hello", headers={"Content-Length": "5"})


def vote(request: HttpRequest) -> HttpResponse:
    """Write the event and the current vote in one transaction: the least that is a durable vote."""
    sent = request.POST
    person, statement, value, key = (sent[name] for name in ("participant", "statement", "value", "key"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT_EVENT, [person, key, statement, value])
        cursor.execute(UPSERT_VOTE, [person, statement, value, key])
    return HttpResponse("ok", headers={"Content-Length": "2"})


urlpatterns = [path("hello/", hello), path("vote/", vote)]

django.setup()
settings.MIDDLEWARE, settings.ROOT_URLCONF = [], __name__
application = WSGIHandler()
