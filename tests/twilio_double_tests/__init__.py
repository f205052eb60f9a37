"""Tests of the double of Twilio that other tests talk to (tests/twilio_double)."""
