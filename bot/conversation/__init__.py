"""One turn of a conversation: load, advance, answer lookups, save, reply. The rules of talking are in the engine, not here."""
