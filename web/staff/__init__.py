"""What staff see and do: sign-in, today, convening a visit, the console, a case."""
