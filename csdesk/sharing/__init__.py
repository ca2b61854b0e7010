"""Team workbooks out, three-way merge in."""
