"""The slides of a quarterly business review, one module a section."""
