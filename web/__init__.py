"""Pages, HTTP API, settings and the composition of the whole application."""
