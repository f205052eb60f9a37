"""`make chaos`: an alert to many while processes are killed, servers restarted and Twilio fails; then who got what. No test.

Everything is real but Twilio: `flask serve`, `flask worker`, SQLite or PostgreSQL with RabbitMQ, killed with SIGKILL at moments
that a seed decides. Meanwhile people text STOP and JOIN and call, conversations start texts and calls, two lists are imported,
another tool is told what happens, and an organizer opens pages and pauses. Afterwards the log of the double of Twilio
(tests/twilio_double), which is a process of its own that nobody kills, is held against our tables; so is what the other tool
got, and what the organizers saw. By hand: `python -m tests.chaos --help`. The small version is tests/test_chaos.py.

The modules: cluster (a PostgreSQL of our own, to be restarted), proxy (stands before the broker, to be cut), stage (the
processes, and how to break them), there/ (the folder that the processes start in: the bot on a clock that may run faster),
story (what happens when); cast (who takes part), phones (what they do), imports (the lists), receiver (the other tool),
browser and organizer (the console); books, import_books, notice_books and console_books (what must hold in the end).
"""
