"""The API for other programs, at /api/v1: an application of its own that is built when it is first asked for.

What it can do is a table of operations, a module each resource; its description (OpenAPI 3.1) is written from the same table.
What an operation does is done by the functions that the console and the command line use.
"""
