"""AI feedback: which of two answers keeps better to a principle, by a model."""
