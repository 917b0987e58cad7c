"""A constitution as others pass it on: cards, facts for search engines, a feed of ratified versions."""
