"""Requests to servers of others that are over in time, whatever the other side does. Knows neither whom we ask nor for what."""
