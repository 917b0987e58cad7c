"""Ablation: what changes without one principle, or without what one opinion group carried."""
