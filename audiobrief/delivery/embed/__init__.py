"""The player for a publisher's own page: an HTML fragment, and what tells machines of the sound."""
