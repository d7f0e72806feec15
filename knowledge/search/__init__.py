"""Which entries fit some words: grams, meaning vectors, the index over both, and their ranking."""
