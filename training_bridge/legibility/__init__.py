"""Legibility: can a smaller model tell from a critique alone which answer is the revision?"""
