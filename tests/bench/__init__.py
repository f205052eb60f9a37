"""`make bench`: what a webhook costs, beside two yardsticks in the same run. How to read it: docs/performance.md. No tests."""
