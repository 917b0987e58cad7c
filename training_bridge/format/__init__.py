"""The form of a training run's folder: its JSON Schema, and the check of a folder against it. PURE."""
