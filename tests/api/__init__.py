"""The API, asked as another program asks."""
