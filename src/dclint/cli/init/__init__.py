"""The command `init`: sets a repository up."""
