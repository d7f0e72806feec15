"""How well a fact fits an input, and other measures of a fit: numbers of the word lists, by name (`assigning.yaml`)."""

from knowledge.language.tables import table

FITS = {str(name): float(value) for name, value in table("assigning")["fits"].items()}
"""Each measure by its name."""
