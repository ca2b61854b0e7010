"""What a book is made of. Standard library only; everything else may import it."""
