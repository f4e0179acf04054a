"""Names that hold a credential, as vendors document them, and names that only look like it."""

import pytest

from dclint.secrets.names import is_credential_name

HEADERS = """Authorization Proxy-Authorization Cookie X-Api-Key api-key apikey Ocp-Apim-Subscription-Key
    X-Shopify-Access-Token DD-API-KEY DD-APPLICATION-KEY X-Auth-Token PRIVATE-TOKEN JOB-TOKEN X-Functions-Key
    xi-api-key X-Figma-Token X-Auth-Key X-Access-Key X-Amz-Security-Token X-Goog-Api-Key X-RapidAPI-Key
    X-Vault-Token X-Redmine-API-Key X-N8N-API-KEY Circle-Token X-TrackerToken X-Contentful-Management-Token
    X-Postmark-Server-Token X-BAPI-SIGN-KEY X-CMC_PRO_API_KEY X-Algolia-API-Key X-Rollbar-Access-Token
    X-Square-Signature X-Hub-Signature Fastly-Key X-Recharge-Access-Token X-Client-Secret Api-Token
    AccessKey X-Api-Secret X-App-Key X-JWT X-Auth X-MBX-APIKEY X-Sender-Password intercom-token"""
PARAMETERS = """access_token api_key apikey apiKey api-key appKey app_key hapikey subscription-key sig signature
    auth auth_token client_secret clientSecret secret secret_key password passwd pwd user_password token
    refresh_token bearer_token private_key id_token consumer_secret accessKey webhook_secret api%5Fkey
    personal_access_token pat jwt authtoken xoauthtoken credentials"""
OTHERS = """Accept Content-Type X-Request-Id Idempotency-Key Intercom-Version X-Auth-Type User-Agent Set-Cookie
    X-Tokenised-By Surrogate-Key Cache-Key Sec-WebSocket-Key X-CSRF-Token csrfToken X-XSRF-TOKEN key tokens
    page_token pageToken nextPageToken next_token sync_token continuationToken skiptoken cursor_token
    sort_key sortKey partition_key primaryKey foreign_key public_key publishable_key translation_key
    issue_key project_key object_key token_type tokenCount author design pass secretary keyboard monkey
    max_tokens passenger authority key_id email_signature"""


@pytest.mark.parametrize("name", [*HEADERS.split(), *PARAMETERS.split(), "API Key", " token "])
def test_a_name_that_ends_in_a_credential_holds_one(name: str) -> None:
    assert is_credential_name(name)
    assert is_credential_name(name.lower())


@pytest.mark.parametrize("name", [*OTHERS.split(), "", "%", "__"])
def test_a_name_that_says_otherwise_holds_none(name: str) -> None:
    assert not is_credential_name(name)
