"""Addresses of the interface for programs, version 1; each app brings its own part."""

from django.urls import include, path, re_path

from deliberation.api.base_view import UnknownAddress
from deliberation.api.reference_view import reference
from deliberation.api.schema_views import SchemaJsonView, SchemaYamlView

app_name = "api"
urlpatterns = [
    path("", reference, name="reference"),
    path("v1/openapi.json", SchemaJsonView.as_view(), name="schema_json"),
    path("v1/openapi.yaml", SchemaYamlView.as_view(), name="schema_yaml"),
    path("v1/", include("deliberation.api.urls")),
    path("v1/", include("constitution.api.urls")),
    path("v1/", include("training_bridge.api.urls")),
    re_path(r"^(?P<address>[\s\S]+)$", UnknownAddress.as_view(), name="unknown"),
]
