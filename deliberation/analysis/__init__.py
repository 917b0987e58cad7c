"""The mathematics of a deliberation: votes in, opinion groups and shared ground out. No Django here."""
