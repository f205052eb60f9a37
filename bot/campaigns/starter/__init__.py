"""What a new campaign begins with, a file a language: words that are complete with a title and an ask."""
