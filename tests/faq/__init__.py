"""Questions and answers of owners: tables, documents, the two commands."""
