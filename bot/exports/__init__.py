"""Exports: what is kept here, as files for other programs: which rows and columns. How a file is written is in bot/tabular."""
