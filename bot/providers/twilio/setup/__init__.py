"""What is left to do at Twilio before real people are texted: looked at through its API, step by step."""
