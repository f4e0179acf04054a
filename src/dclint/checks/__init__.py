"""Python checks by topic; each yields hits and what it could not observe."""
