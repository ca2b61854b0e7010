"""What stands around the pages: rail, bars, palette, toast, dialogs."""
