"""An owner's questions and answers: read from a table, kept as a document, written back as a table."""
