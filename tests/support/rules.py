"""The shipped rules with their examples, which an installed wheel keeps in the rule files only."""

from dclint.ruleset import registry as ruleset
from dclint.ruleset.loader import read

RULES = {path.stem: read(path) for path in sorted(ruleset.builtin_folder().glob("*.yaml"))}
