"""What can go wrong with cases; CasesError is the root of every kind."""


class CasesError(Exception):
    """Any error of this package."""
