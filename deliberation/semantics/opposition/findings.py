"""What can stand between two statements, in words for people. PURE."""

NEGATED = "One of them negates what the other says."
SWAPPED = "They use the same words in the opposite order."
OPPOSED = "They use words with opposite meanings."
FORCE = "One of them demands what the other leaves open."
QUANTITY = "They differ in how much or how often: all, some, only, none."
NUMBERS = "They name different numbers."
CONDITION = "They differ in the condition or the exception."
UNEXPLAINED = "They differ in a word that changes the meaning or may change it."
HARD = (NEGATED, OPPOSED, SWAPPED)
"""Findings that make two statements opposites; the others keep them from being the same."""
