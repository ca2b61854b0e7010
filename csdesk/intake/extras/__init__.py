"""What stands on a sheet beside its values: formulas, drawn objects, comments. Looked for only when somebody asks."""
