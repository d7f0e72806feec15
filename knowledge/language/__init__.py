"""The Chinese language, no rules: one spelling, sounds, figures, days and times, yes and no."""
