"""What the bot's owners look at: the questions of the inbox, grouped by likeness."""
