"""How the schema came to be what the models say, step by step."""
