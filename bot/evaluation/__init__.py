"""Measures answers against question files."""
