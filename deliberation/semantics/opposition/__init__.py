"""Telling statements that say the same from statements that say the opposite. PURE."""
