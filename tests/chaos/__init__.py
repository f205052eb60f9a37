"""`make chaos`: an alert to many while processes are killed, servers restarted and Twilio fails; then who got what. No test.

Everything is real but Twilio: `flask serve`, `flask worker`, SQLite or PostgreSQL with RabbitMQ, killed with SIGKILL at moments
that a seed decides. Afterwards the log of the double of Twilio (tests/twilio_double), which is a process of its own that nobody
kills, is held against our tables. By hand: `python -m tests.chaos --help`. The small version is tests/test_chaos.py.

The modules: cluster (a PostgreSQL of our own, to be restarted), proxy (stands before the broker, to be cut), stage (the
processes, and how to break them), story (what happens when), books (what must hold in the end), there/ (the folder that the
processes start in: the bot on a clock that may run faster).
"""
