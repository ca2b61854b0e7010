"""The document on disk: the only place that knows SQL."""
