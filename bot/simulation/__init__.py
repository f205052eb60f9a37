"""A phone without a screen and the transcripts that it holds: for tests, and for trying a flow in the terminal."""
