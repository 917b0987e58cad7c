"""Addresses of arriving, joining and signing in."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from deliberation.people import joining_views, my_data_views, views
from deliberation.people.sign_in import SignIn

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("d/<slug:slug>/", views.deliberation, name="deliberation"),
    path("d/<slug:slug>/join/", joining_views.join, name="join"),
    path("d/<slug:slug>/consent/", joining_views.consent, name="consent"),
    path("d/<slug:slug>/about-me/", joining_views.about_me, name="about_me"),
    path("d/<slug:slug>/return/<str:token>/", joining_views.come_back, name="come_back"),
    path("d/<slug:slug>/my-data/", my_data_views.my_data, name="my_data"),
    path("d/<slug:slug>/my-data/file/<str:token>/", my_data_views.my_data_file, name="my_data_file"),
    path("d/<slug:slug>/my-data/new-link/", my_data_views.new_recovery_link, name="new_recovery_link"),
    path("d/<slug:slug>/my-data/erase/", my_data_views.erase, name="erase_my_data"),
]
