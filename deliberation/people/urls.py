"""Addresses of arriving, joining and signing in."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from deliberation.people import views
from deliberation.people.sign_in import SignIn

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("d/<slug:slug>/", views.deliberation, name="deliberation"),
    path("d/<slug:slug>/join/", views.join, name="join"),
    path("d/<slug:slug>/my-data/", views.my_data, name="my_data"),
]
