"""The commands of `rulebot`, one module for each kind; each imports what it needs when it is asked for."""
