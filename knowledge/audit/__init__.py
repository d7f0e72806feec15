"""What `rulebot check` verifies."""
