"""Tables over frames: model, painting, editing, selection."""
