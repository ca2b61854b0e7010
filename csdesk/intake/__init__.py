"""Spreadsheets in: from a stranger's file to an import plan, a pure value."""
