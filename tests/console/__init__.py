"""The organizers' console, asked as a browser asks."""
