"""A run's measures in the shapes that other evaluation programs read. PURE but for writing the files."""
