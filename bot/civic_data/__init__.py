"""Upstream data into our own tables: readers of each source, joins, the report of what did not join. Nothing at run time."""
