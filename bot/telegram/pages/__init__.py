"""What a message looks like: text, keyboards, links."""
