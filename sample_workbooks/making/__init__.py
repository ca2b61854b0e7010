"""How the sample workbooks are made: an invented book, and the everyday facts that lead to its figures."""
