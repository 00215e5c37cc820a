"""Who is asking, and whether they may: passwords, sessions, seats, tickets, the authorization table."""
