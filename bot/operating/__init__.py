"""Running the bot: what an operator looks at, counts, checks, keeps a copy of."""
