"""What the bot does with an update: thin, one module for each kind."""
