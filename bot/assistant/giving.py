"""What may be given to an input, and the events of an input that are none of a deed."""

from knowledge.language.fact import Fact

Given = Fact | str
ANY, LOOKED, ROLE = "any", "looked", "role"
