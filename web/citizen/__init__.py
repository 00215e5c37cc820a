"""What a citizen's page asks for: the way in by link and code, the choices, the place, the seat."""
