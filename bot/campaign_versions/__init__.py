"""Versions of campaigns in the database: what is written, which one serves, and how it is taken over. Not what they say."""
