"""A copy of everything that cannot be made again, and bringing it back, checked from end to end."""
