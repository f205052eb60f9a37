"""Accounts of organizers: roles, sign-in, passwords and second factors, sessions, and the log of what each of them did."""
