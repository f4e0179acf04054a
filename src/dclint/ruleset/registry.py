"""The rules that dclint ships and those of the user, and which of them to run."""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from dclint.base.suggestions import describe_unknown_name
from dclint.config.settings import Config
from dclint.errors import ConfigError, RuleError
from dclint.ruleset.rule import Rule, make_trusted_rule

_PACKAGED = Path(__file__).parents[1] / "rules"
_CHECKOUT = Path(__file__).parents[3] / "rules"

# The shipped rules with their first examples, made when the wheel is built: reading it takes a
# tenth of the time that the YAML files take, and the hook starts for every commit.
INDEX = "index.json"


def find_builtin_folder() -> Path:
    """Return the folder of the rules that dclint ships: in the wheel, or in a checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def load_rules(folders: Iterable[str] = ()) -> dict[str, Rule]:
    """Load the shipped rules and those in `folders`, by name, in alphabetical order.

    Shipped rules may come with their first examples only; `in_folders` reads all of them.
    Raises RuleError if a file is no rule, if two rules have one name, or if a folder has none.
    """
    rules = _load_builtin_rules()
    for folder in folders:
        for path in _list_rule_files(Path(folder)):
            rule = _read_rule(path, is_own=True)
            if rule.name in rules:
                raise RuleError(f"{path}: there is a rule `{rule.name}` already")
            rules[rule.name] = rule
    return dict(sorted(rules.items()))


def list_rule_names(folders: Iterable[str] = ()) -> frozenset[str]:
    """Return the names of the shipped rules and of those in `folders`, without reading them."""
    files = (path for folder in folders for path in _list_rule_files(Path(folder)))
    return frozenset(path.stem for path in (*find_builtin_folder().glob("*.yaml"), *files))


def _read_rule(path: Path, *, is_own: bool = False) -> Rule:
    """Read one file; most runs have the index and read none."""
    from dclint.ruleset.loader import read_rule

    return read_rule(path, is_own=is_own)


def _list_rule_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RuleError(f"{folder}: there is no such folder of rules")
    found = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".yaml", ".yml"))
    if not found:
        raise RuleError(f"{folder}: there is no rule in this folder")
    return found


def load_rules_in_folders(folders: Sequence[str]) -> list[Rule]:
    """Read the rules in `folders`, and none but these, with all examples.

    One of the folders may be that of the shipped rules.  Raises RuleError as `load` does.
    """
    ours = os.path.realpath(find_builtin_folder())
    own = [folder for folder in folders if os.path.realpath(folder) != ours]
    shipped = _load_builtin_rules()
    found = [rule for name, rule in load_rules(own).items() if name not in shipped]
    if len(own) < len(folders):
        found += map(_read_rule, _list_rule_files(find_builtin_folder()))
    return found


def _load_builtin_rules() -> dict[str, Rule]:
    index = find_builtin_folder() / INDEX
    if not index.is_file():
        return {
            path.stem: _read_rule(path) for path in sorted(find_builtin_folder().glob("*.yaml"))
        }
    return {
        entry["name"]: make_trusted_rule(entry) for entry in json.loads(index.read_text("utf-8"))
    }


def find_rule(name: str, folders: Iterable[str] = ()) -> Rule:
    """Return one rule with its examples.  Raises ConfigError if there is none of this name."""
    from dclint.ruleset.loader import NAME

    for folder in (find_builtin_folder(), *map(Path, folders)) if NAME.fullmatch(name) else ():
        path = folder / f"{name}.yaml"
        if path.is_file():
            return _read_rule(path, is_own=folder != find_builtin_folder())
    raise ConfigError(describe_unknown_name("rule", name, load_rules(folders)))


def select_rules(rules: dict[str, Rule], config: Config) -> list[Rule]:
    """Choose the rules that `config` wants, in alphabetical order.

    Raises ConfigError if it names a rule, category or option that does not exist.
    """
    chosen = expand_categories(config.select, rules) if config.select else set(rules)
    chosen -= expand_categories(config.ignore, rules)
    _refuse_unknown_names(rules, config)
    return [
        rule
        for name, rule in rules.items()
        if name in chosen
        and (name in config.select or config.profile.includes_profile(rule.profile))
    ]


def _refuse_unknown_names(rules: dict[str, Rule], config: Config) -> None:
    """Raise ConfigError if the settings name a rule, category or option that does not exist."""
    for names in (*config.per_file_ignores.values(), config.never_waive):
        expand_categories(names, rules)
    for name in (*config.severity, *config.options, *(each.rule for each in config.waivers)):
        if name not in rules:
            raise ConfigError(describe_unknown_name("rule", name, rules))
    for name, options in config.options.items():
        known = rules[name].options
        for option in set(options) - set(known):
            raise ConfigError(describe_unknown_name(f"option of `{name}`", option, known))


def expand_categories(names: Iterable[str], rules: dict[str, Rule]) -> set[str]:
    """Replace categories by the rules in them.  Raises ConfigError for an unknown name."""
    found: set[str] = set()
    categories = {rule.category for rule in rules.values()}
    for name in names:
        if name in rules:
            found.add(name)
        elif name in categories:
            found.update(rule.name for rule in rules.values() if rule.category == name)
        else:
            raise ConfigError(
                describe_unknown_name("rule or category", name, {*rules, *categories})
            )
    return found
