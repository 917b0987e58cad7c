"""Legibility: whether a critique lets a reader tell which of two answers was written after it."""
