"""Whether somebody planted something in the training data: canaries, triggers, and what they do. PURE."""
