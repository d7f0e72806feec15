"""How much of something there may be at most; nothing here says how good a fit must be."""

MOST_CHOICES = 3
"""Questions offered to choose from."""
MOST_TOLD = 12
"""Hypotheses, the likeliest first, that a reply is tried for."""
MOST_BESIDE = 2
"""Further clauses named beside an answer."""
MOST_NEAR = 6
"""Candidates, the best first, that propose calculations."""
MOST_REMEMBERED = 60
"""Characters of the last question that a line is read as going on with."""
MOST_NAMED = 12
"""Characters of a line that names something in place of what the last question named."""
MOST_PARTS = 3
"""Questions answered of one line."""
LEAST_PART = 5
"""Characters of a question that stands for itself beside others in one line."""
MOST_OPENED = 3
"""Calculations near a clause just quoted that a further fact may go to."""
