"""The words beside the sound: captions, chapters, transcript, and the page that follows the voice."""
