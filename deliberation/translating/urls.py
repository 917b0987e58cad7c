"""Addresses of the translators' pages."""

from django.urls import path

from deliberation.translating import views

urlpatterns = [
    path("d/<slug:slug>/translate/", views.translate, name="translate"),
    path("d/<slug:slug>/translate/<int:number>/", views.save_translation, name="save_translation"),
    path("d/<slug:slug>/translate/machine/", views.translate_by_machine, name="translate_by_machine"),
    path("d/<slug:slug>/translate/file/", views.translation_sheet, name="translation_sheet"),
    path("d/<slug:slug>/translate/file/translations.csv", views.download_sheet, name="download_translations"),
]
