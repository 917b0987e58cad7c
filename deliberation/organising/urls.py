"""Addresses of creating and steering a deliberation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
