"""What people expect to read where dclint runs: the log of a job is no terminal."""

from collections.abc import Mapping
from typing import NamedTuple


class CiService(NamedTuple):
    """A service that runs jobs: the format that its log is best with, and a hint for people."""

    default_format: str
    hint: str | None


NO_SERVICE = CiService("text", None)
_GITHUB = CiService("github", "on GitHub Actions, so --format github; give --format to change that")

_GITLAB = CiService(
    "text",
    "on GitLab CI, so --format text for the log; for the merge request, add "
    "--output gitlab:gl-code-quality-report.json and declare it as artifacts:reports:codequality",
)


def detect_service(environment: Mapping[str, str]) -> CiService:
    """Recognise the service that runs this job."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return _GITHUB
    return _GITLAB if environment.get("GITLAB_CI") == "true" else NO_SERVICE
