"""Addresses of the constitution pages."""

from django.urls import URLPattern

app_name = "constitution"
urlpatterns: list[URLPattern] = []
