"""The steps from one format of the book to the next, run by Alembic."""
