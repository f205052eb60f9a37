"""The database, the clock that all machines share, and numbers encrypted at rest. Knows no table."""
