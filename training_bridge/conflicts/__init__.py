"""Conflicts: principles by which a judge prefers different answers to the same prompt."""
