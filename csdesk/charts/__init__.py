"""One function a chart: data to a matplotlib Figure."""
