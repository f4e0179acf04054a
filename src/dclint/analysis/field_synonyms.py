"""Names of other tools that promise a guard or a target, and the fields that are meant."""

from collections.abc import Mapping
from functools import cache

from dclint.base.suggestions import normalize_name
from dclint.model.connector import Connector
from dclint.model.values import DataInput, Header, Part, ResponseField

# The field that is meant → what it is called elsewhere, without capitals and separators.
_CONNECTOR_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "customer_authentication": (
        *("auth", "authentication", "requireauth", "requiresauth", "authrequired"),
        *("requireauthentication", "requiresauthentication", "authenticationrequired"),
        *("authenticate", "authenticated", "authenticatecustomer", "authenticateuser"),
        *("otp", "otprequired", "requireotp", "requiresotp", "otpenabled", "otpverification"),
        *("passcode", "passcoderequired", "requirepasscode", "requirespasscode", "mfa"),
        *("verification", "verifycustomer", "verifyuser", "verifyidentity", "verifyemail"),
        *("identityverification", "emailverification", "loginrequired"),
        *("requireverification", "requiresverification", "verificationrequired", "requirelogin"),
    ),
    "bypass_authentication": (
        *("public", "ispublic", "anonymous", "allowanonymous", "anonymousaccess", "noauth"),
        *("skipauth", "skipauthentication", "disableauthentication"),
    ),
    "audiences": (
        *("audiencetypes", "usertypes", "availablefor", "availableto"),
        *("allowedaudiences", "targetaudience", "targetaudiences"),
    ),
    "direct_fin_usage": (
        *("fin", "finusage", "usedbyfin", "usefin", "finenabled", "enabledforfin"),
        *("availabletofin", "fincanuse", "allowfin"),
    ),
    "validate_missing_attributes": (
        *("validateattributes", "validateinputs", "validaterequired", "checkmissingattributes"),
    ),
    "url": (
        *("endpoint", "endpointurl", "apiendpoint", "apiurl", "requesturl", "baseurl"),
        *("targeturl", "webhookurl", "href"),
    ),
    "http_method": ("method", "verb", "httpverb", "requestmethod", "requesttype"),
    "data_inputs": (
        *("parameters", "params", "inputs", "arguments", "args", "inputparameters"),
        *("inputschema", "inputfields", "queryparameters", "queryparams"),
    ),
    "body": ("payload", "requestbody", "requestpayload", "bodytemplate"),
    "headers": ("requestheaders", "httpheaders"),
    "token_ids": (
        *("auth", "authentication", "authorization", "credentials", "token", "tokens"),
        *("authtoken", "authtokens", "authenticationtoken", "authenticationtokens", "tokenid"),
        *("authtokenids", "apitoken", "bearertoken"),
    ),
}

_SYNONYMS: Mapping[type[Part], Mapping[str, tuple[str, ...]]] = {
    Connector: _CONNECTOR_SYNONYMS,
    Header: {"name": ("key", "header", "headername"), "value": ("headervalue",)},
    DataInput: {
        "required": ("mandatory", "isrequired", "optional"),
        "default_value": ("default", "defaultsto"),
    },
    ResponseField: {"redacted": ("redact", "sensitive", "masked", "mask", "hidden", "private")},
}


def find_meant_fields(name: str, part: type[Part]) -> tuple[str, ...]:
    """Return the fields that somebody may mean who writes `name`; mostly none or one."""
    return _list_meanings(part).get(normalize_name(name), ())


@cache
def _list_meanings(part: type[Part]) -> dict[str, tuple[str, ...]]:
    meanings: dict[str, tuple[str, ...]] = {}
    for field, synonyms in _SYNONYMS.get(part, {}).items():
        for synonym in synonyms:
            meanings[synonym] = (*meanings.get(synonym, ()), field)
    return meanings
