"""What dclint raises when its environment or its user, not the linted text, is at fault."""


class DclintError(Exception):
    """Parent of all errors that dclint raises on purpose; its text is one sentence for the user."""


class UsageError(DclintError):
    """Raised when the command line asks for something that cannot be done."""


class ConfigError(DclintError):
    """Raised when a configuration file cannot be read or says something unknown."""


class RuleError(DclintError):
    """Raised when a rule file cannot be loaded; a rule is never skipped silently."""
