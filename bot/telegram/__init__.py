"""The Telegram face: thin handlers over the shared assistant."""
