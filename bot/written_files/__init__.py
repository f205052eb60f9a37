"""Files that people write, as they are in use: which are broken, and the last good version of each. Not what they mean."""
