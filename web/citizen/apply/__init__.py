"""Applying for a visit: one question per page, a draft on the server, number and code."""
