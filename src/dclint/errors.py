"""What dclint raises when its environment or its user, not the linted text, is at fault."""


class DclintError(Exception):
    """Parent of all errors that dclint raises on purpose; its text is one sentence for the user."""


class UsageError(DclintError):
    """Raised when the command line asks for something that cannot be done."""


class ConfigError(DclintError):
    """Raised when a configuration file cannot be read or says something unknown."""


class RuleError(DclintError):
    """Raised when a rule file cannot be loaded; a rule is never skipped silently."""


class ApiError(DclintError):
    """Raised when Intercom's API cannot be asked, or does not answer as it is documented to.

    `status` is that of HTTP, None if there was no answer; `code` is the API's own.
    """

    def __init__(self, sentence: str, status: int | None = None, code: str | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code
