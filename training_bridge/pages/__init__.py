"""What the pages of a training run show, gathered from its summary and its files."""
