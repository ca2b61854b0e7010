"""Cells read as values, decided by column: dates, amounts, percentages, yes and no, words with a meaning."""
