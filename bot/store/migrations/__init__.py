"""How the tables came to be, step by step; applied whenever the store is opened."""
