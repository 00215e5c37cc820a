"""Who is asking and may they: passwords, sessions, seats, tickets, the authorization table."""
