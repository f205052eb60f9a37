"""How a process hears that it is told to stop."""

import os
import signal

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def open_stop_pipe() -> int:
    """A pipe's end in which each signal leaves its number, from now on.

    Python runs the handler of a signal in the main thread. One that came just as that thread began to wait for an event never
    woke it, or waited for the event's lock, which the thread itself held: rare, but then the process never stopped.
    """
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    os.register_at_fork(after_in_child=lambda: signal.set_wakeup_fd(-1))  # what children are told is their own affair
    return read_end


def await_stop(pipe: int) -> None:
    """Until the process is told to stop."""
    while os.read(pipe, 1)[0] not in STOP_SIGNALS:
        pass
