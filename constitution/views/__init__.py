"""The pages of the constitution: for everybody, for those who ratify it, for those who draft it."""
