"""Settings: what they say, and which file or option said it."""
