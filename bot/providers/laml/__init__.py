"""What several companies speak (LaML), as Twilio does and others have taken over: forms, markup, signatures, an API.

What differs between them is a Dialect. A company is a package beside this one, which has one, an account and an error table.
"""
