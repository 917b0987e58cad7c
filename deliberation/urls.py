"""Addresses of the deliberation pages, room by room."""

from django.urls import URLPattern

app_name = "deliberation"
urlpatterns: list[URLPattern] = []
