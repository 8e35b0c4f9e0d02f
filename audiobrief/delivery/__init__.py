"""What a listener's machine is given: names, tags, chapters, complete files."""
