"""What an article may be written in: one file for each format."""
