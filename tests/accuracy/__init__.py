"""`make accuracy`: how often the answer is right, by facts the tables are not made from. See docs/accuracy.md. No tests."""
