"""Addresses of the whole site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("back-office/", admin.site.urls),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("deliberation.urls")),
    path("", include("constitution.urls")),
    path("", include("training_bridge.urls")),
]
