"""A double of Twilio for tests and load: its REST API, errors, message log and callbacks. Holds no test, imports no bot.

By hand: `python -m tests.twilio_double --port 4010 --latency 0.08 --callbacks-to http://127.0.0.1:8000`, then
TWILIO_API_URL=http://127.0.0.1:4010 for the bot. From a test, as a process of its own that lives as long as the block:

    from tests.twilio_double import running

    with running(latency=0.08, callbacks_to="http://127.0.0.1:8000", inbound_url=f"{PUBLIC}/twilio/sms") as double:
        start(**LIVE, twilio_api_url=double.url)                    # account, token and number are those of tests/carrier.py
        double.rule("answer", code=20429, share=0.1)                # a tenth of creates is told 429, nothing taken
        double.rule("answer", code=20503, accepted=True, times=5)   # five are taken, and told 503
        double.rule("disconnect", accepted=True, after=100, times=1)
        double.rule("slow", seconds=30, share=0.01, accept_after=5) # taken after 5 s, answered after 30
        double.rule("fail", code=30007, share=0.02)                 # taken, then undelivered, told by callback
        double.rule("answer", code=21614, numbers=["+12535550123"])
        double.settings(list_delay=2, callbacks={"drop": 0.05, "repeat": 0.1, "reorder": 0.1, "late": [0, 5]})
        double.settings(senders=[{"number": OURS, "rate": 3.75}])   # segments a second; 21611 beyond ten hours of them
        double.inbound("+12535550142", "STOP")                      # marked, told by a signed webhook, 21610 from now on
        ...
        double.wait(lambda counts: counts["messages"] >= 500, 30)   # then kill something
        double.settle()                                             # all delivered or failed, all callbacks posted
        assert double.counts()["repeats"] == 0                      # no number got the same body twice
        sent = Counter(row.to for row in double.export())           # or double.messages("+12535550142")

Of rules the first that fits is applied (of `fail`, the first after acceptance), and which recipients a share hits depends on
the seed, the rule's place, the number, the body and how often it has hit them. Settings and rules are described where they are
declared, in settings.py. The log is in memory only, about 90 bytes a message (a million: 140 MB in all); it is a process of its
own, so a test may kill the bot at any moment and the log stands.

Where Twilio's ways are not known for sure the double takes the harder one: a message has no `date_sent` until its sender's turn
has come, so a list by date does not show those still queued; a list is newest first and may lag (`list_delay`); callbacks may
come before the answer to the request (`sent_after=0`). Not modelled: replies in TwiML and inbound texts are not in the log,
calls are written down and ring nowhere, no calls-per-second limit, no Smart Encoding, no 14107.

The modules: settings (what can be told), account (numbers, opt-outs, what is accepted), log, segments (an oracle of its own),
errors, carriage (sent at a pace, delivered, told), rest (Twilio's API), control (`/_double/`), wire (HTTP), client, measure.
"""

from tests.twilio_double.client import Double, Row, running

__all__ = ["Double", "Row", "running"]
