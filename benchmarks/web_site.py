"""What `benchmarks.web` measures: the site as deployed, with a page of one word besides."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

django.setup()

from config.lasting_objects import set_lasting_objects_apart  # noqa: E402 - after the setup
from config.urls import urlpatterns as pages  # noqa: E402 - after the setup


def hello(_request: HttpRequest) -> HttpResponse:
    """Answer with one word."""
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), *pages]
settings.ROOT_URLCONF = __name__
application = WSGIHandler()
set_lasting_objects_apart()
