"""Addresses for programs: constitutions."""

from django.urls import URLPattern, path

from constitution.api import views

VERSIONS = "deliberations/<slug:slug>/constitution/versions/"
urlpatterns: list[URLPattern] = [
    path(VERSIONS, views.VersionsView.as_view(), name="versions"),
    path(f"{VERSIONS}<int:number>/", views.VersionView.as_view(), name="version"),
    path(f"{VERSIONS}<int:number>/principles/", views.PrinciplesView.as_view(), name="principles"),
    path(
        f"{VERSIONS}<int:number>/principles/<slug:principle>/",
        views.PrincipleView.as_view(),
        name="principle",
    ),
    path(f"{VERSIONS}<int:number>/files/", views.VersionFilesView.as_view(), name="version_files"),
]
