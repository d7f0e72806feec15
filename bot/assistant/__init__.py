"""The understanding that every face shares."""
