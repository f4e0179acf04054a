"""The JSON Schemas that dclint publishes, made of the types it works with."""

import ast
import json
from inspect import getsource
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from dclint.base.toml_files import LOCATION_KEYS
from dclint.config.settings import Config, TokenConfig, Waiver
from dclint.model.connector import Connector
from dclint.report.json.schema import ReportV1
from dclint.ruleset.loader import BUILTIN_ONLY_KEYS
from dclint.ruleset.rule import Rule

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _NoUnset(GenerateJsonSchema):
    """Leaves out defaults: a field that is absent has no value that JSON could show."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])


def render_schema(kind: str) -> str:
    """Write the schema of connector files, the report, the settings or rule files."""
    schema = {"connector": _connector, "report": _report, "config": _config, "rule": _rule}[kind]()
    return json.dumps({"$schema": _DIALECT, **schema}, indent=2) + "\n"


def _connector() -> dict[str, Any]:
    schema = Connector.model_json_schema(schema_generator=_NoUnset, ref_template="#/$defs/{model}")
    definitions = schema.pop("$defs", {}) | {"Connector": schema}
    schema["properties"]["type"]["const"] = "data_connector"
    schema["anyOf"] = [{"required": [member]} for member in ("name", "id", "state")]
    one = {"$ref": "#/$defs/Connector"}
    many = {"type": "array", "items": one}
    envelopes = [
        {"type": "object", "properties": {"type": {"const": "list"}, "data": many},
         "required": ["type", "data"]},
        {"type": "object", "properties": {"data_connectors": many},
         "required": ["data_connectors"]},
    ]  # fmt: skip
    return {"title": "Data connectors", "anyOf": [one, many, *envelopes], "$defs": definitions}


def _report() -> dict[str, Any]:
    return {"title": "dclint report", **TypeAdapter(ReportV1).json_schema()}


def _config() -> dict[str, Any]:
    schema = TypeAdapter(Config).json_schema(by_alias=True)
    waiver = schema["$defs"]["Waiver"]["properties"]
    for member in LOCATION_KEYS:  # what dclint adds itself
        del waiver[member]
    described = [(schema["properties"], Config), (waiver, Waiver)]
    described.append((schema["$defs"]["TokenConfig"]["properties"], TokenConfig))
    for properties, kind in described:
        for name, text in _docstrings(kind).items():
            if name in properties:
                properties[name]["description"] = text
    return schema | {"title": "dclint settings"}


def _docstrings(kind: type) -> dict[str, str]:
    """Read what the source says of the fields of a class, for the editor to show."""
    (definition,) = ast.parse(getsource(kind)).body
    found = {}
    for one, other in pairwise(getattr(definition, "body", ())):
        match one, other:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name.replace("_", "-")] = " ".join(text.split())
            case _:
                continue
    return found


_UNUSED = ("Option", "Scope")


def _rule() -> dict[str, Any]:
    schema = TypeAdapter(Rule).json_schema()
    for member in BUILTIN_ONLY_KEYS:
        del schema["properties"][member]
    schema["$defs"] = {key: value for key, value in schema["$defs"].items() if key not in _UNUSED}
    schema["required"] = ["title", "severity", "given", "schema"]
    schema["properties"]["given"] = {
        "type": "string",
        "pattern": "^(?:/(?:[^~/]|~[01])*)*$",
        "description": "Where to look: a JSON pointer in which `*` stands for any one step.",
    }
    schema["properties"]["needs"]["items"] = {"enum": list(Connector.model_fields)}
    schema["properties"]["security_severity"] |= {"minimum": 0, "maximum": 10}
    for member in ("schema", "when"):
        schema["properties"][member] = {"$ref": _DIALECT}
    return schema
