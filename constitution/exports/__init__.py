"""A constitution as files: the canonical JSON, the text for people, and the manifest that proves both."""
