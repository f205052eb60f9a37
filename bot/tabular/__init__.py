"""Lists as people save them: files of rows, and what a cell may hold. Knows no list by name."""
