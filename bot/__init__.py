"""How people reach the rules: one assistant, several faces."""
