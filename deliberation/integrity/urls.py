"""Addresses of the public record."""

from django.urls import path

from deliberation.integrity import log_files, log_views

urlpatterns = [
    path("d/<slug:slug>/log/", log_views.log, name="log"),
    path("d/<slug:slug>/log/check/", log_views.check_receipt, name="check_receipt"),
    path("d/<slug:slug>/log/heads.json", log_files.heads, name="log_heads"),
    path("d/<slug:slug>/log/growth/<int:old>-<int:new>.json", log_files.growth, name="log_growth"),
    path("d/<slug:slug>/log/leaves-<int:part>.txt", log_files.leaves, name="log_leaves"),
    path("d/<slug:slug>/my-data/receipt/", log_views.receipt, name="receipt"),
    path("verify_receipt.py", log_files.program, name="verify_receipt_program"),
]
