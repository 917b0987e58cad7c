"""Programs that measure Concord against a baseline in the same run: see benchmarks/README.md."""
