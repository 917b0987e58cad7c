"""Votes while processes are killed: what was acknowledged is there, once. See `__main__`."""
