"""Prompts made for one constitution: where each principle matters."""
