"""Figures, printed beside a peer or a limit of the same run; nothing here asserts."""
