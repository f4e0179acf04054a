"""The shipped rules with their examples, which an installed wheel keeps in the rule files only."""

from dclint.ruleset import registry as ruleset
from dclint.ruleset.loader import read_rule

RULES = {
    path.stem: read_rule(path) for path in sorted(ruleset.find_builtin_folder().glob("*.yaml"))
}
