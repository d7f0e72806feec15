"""What the rules say: documents as data, and finding the clause that answers a question."""
