"""The organizers' console: pages at /console, in an application of its own that is built when it is first needed.

A page is a blueprint; who may open it stands in access.py. What pages do is done by the same functions as on the command line.
"""
