"""Hostile requests over every route: `python -m tests.fuzz`. Holds no test; tests/test_fuzz.py runs a little of it."""
