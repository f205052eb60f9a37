"""What organizers know of their town: lists of local officials, and corrections, kept in INSTANCE_DIR/local."""
