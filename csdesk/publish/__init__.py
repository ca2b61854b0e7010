"""What leaves the app: sheets, slides, pictures."""
