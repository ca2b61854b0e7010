"""The sheets of the Excel summary, one module a sheet."""
