"""What is left to do at SignalWire before real people are texted: looked at through its API, step by step."""
