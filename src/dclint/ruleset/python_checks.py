"""The Python checks of the shipped rules, found by name: nothing is registered anywhere."""

from functools import cache
from importlib import import_module
from inspect import isfunction
from pkgutil import iter_modules

from dclint.errors import RuleError
from dclint.ruleset.rule import Check, Rule


def load_check(rule: Rule) -> Check:
    """Return the check of a shipped rule: the function of its name in the folder of its category.

    Raises RuleError if there is none.
    """
    check = _load_category(rule.category).get(rule.name.replace("-", "_"))
    if check is None:
        raise RuleError(f"dclint.checks.{rule.category} has no check for the rule `{rule.name}`")
    return check


@cache
def _load_category(category: str) -> dict[str, Check]:
    package = import_module(f"dclint.checks.{category}")
    modules = [info.name for info in iter_modules(package.__path__, f"{package.__name__}.")]
    return {
        name: value
        for module in modules
        for name, value in vars(import_module(module)).items()
        if isfunction(value) and value.__module__ == module
    }
