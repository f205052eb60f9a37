"""Which version of each file that people write serves: while it is broken, the last good one. Not how it is read."""
