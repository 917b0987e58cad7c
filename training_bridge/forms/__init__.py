"""What people fill in about a training run."""
