"""How much of something there may be at most, and how long it lasts; nothing here says how good a fit must be."""

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
MOST_OPEN = 4
"""Calculations of a talk that are remembered."""
MOST_DOCUMENTS = 3
"""Documents of a talk that are remembered, the last one first."""
MOST_EARLIER = 8
"""Answers of a talk that can be come back to."""
MOST_WORDS = 200
"""Characters of the lines that an answer was told for, the last ones, by which it is known again."""
HOURS_REMEMBERED = 24
"""Hours after which a talk is forgotten."""
LONGEST_LINE = 1000
"""Characters of a line that are read."""
MOST_HITS = 20
"""Clauses that a search for words lists."""
MOST_BESIDE_NAME = 1
"""Characters beside a document's name and a figure in a line that is no more than both."""
MOST_BESIDE_FACT = 6
"""Characters beside its figures in a line that is little more than a figure."""
HIGHEST_SCORE = 10
"""Points of a score at most."""
MOST_AROUND_ANSWER = 10
"""Characters around the only fact of a line that still answers what was asked."""
MOST_LEFT = 3
"""Figures left over that are counted."""
MOST_GIVEN = 4
"""Inputs given that are counted."""
LONGEST_PICK = 20
"""Characters of a line that picks one of the choices; a longer one is a new question."""
LEAST_SETTLED, LEAST_LEAD = 75, 5
"""How alike (per cent) a line must be to the label of a choice to pick it, and how far ahead of the others."""
NEAR_SIDE = 3
"""Characters before a size in which its side is named."""
NEAR_COUNT, NEAR_AMOUNT, LONGEST_SAID = 3, 6, 14
"""Characters between an amount and a count, and another amount, that belong to it; characters of it told again."""
NEAR_DEED = 4
"""Characters behind a day within which the deed that it belongs to stands."""
MOST_NEXT, LONGEST_IN_ONE_LINE = 3, 60
"""Next steps told; characters of an answer that stands in one line with what is beside it."""
LEAST_REPEATED = 15
"""Characters of a sentence that is not told twice."""
LONGEST_IN_GROUP = 220
"""Characters of an answer in a group."""
LONGEST_BEFORE_CLAUSE, SENTENCES_AROUND, LONGEST_SHOWN = 270, 4, 130
"""Characters before the clause; sentences of a long clause that are shown, and from how many characters it is long."""
NEAR_DAYS = 15
"""Days before and after one that is told roughly (一年前, 去年春节那阵) within which a figure may have been another."""
MOST_READINGS = 64
"""Lines of which is kept what was worked out for every calculation alike."""
MONTHS, NOON = 12, 12
"""Months of a year; the hour at which its second half begins, of a day."""
