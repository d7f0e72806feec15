"""How much of something there may be at most; nothing here says how good a fit must be."""

MOST_CHOICES = 3
"""Questions offered to choose from."""
MOST_TOLD = 12
"""Hypotheses, the likeliest first, that a reply is tried for."""
MOST_BESIDE = 2
"""Further clauses named beside an answer."""
MOST_NEAR = 6
"""Candidates, the best first, that propose calculations."""
