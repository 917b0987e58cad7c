"""Addresses of showing a deliberation on other sites."""

from django.urls import path

from deliberation.embedding import frame_views, views

urlpatterns = [
    path("embed.js", frame_views.script, name="embed_script"),
    path("embed/<slug:slug>/", frame_views.enter, name="embed"),
    path("embed/<slug:slug>/<str:carried>/colours.css", frame_views.colours, name="embed_colours"),
    path("embed/<slug:slug>/<str:carried>/cookies/", frame_views.cookies_kept, name="embed_cookies"),
    path("embed/<slug:slug>/<str:carried>/<path:path>", frame_views.page, name="embed_page"),
    path("d/<slug:slug>/organise/embedding/", views.embedding, name="organise_embedding"),
]
