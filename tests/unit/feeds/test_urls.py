import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.feeds.urls import URL_CHARACTERS_MAX, redact
from countwatch.model.text import clean


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://h/a.json?page=2", "https://h/a.json?page=2"),
        ("https://me:pw@h:8443/a", "https://h:8443/a"),
        ("https://h/a?api_key=s3&page=2", "https://h/a?api_key=***&page=2"),
        ("https://h/a?X-Amz-Signature=s3&%74oken=s3", "https://h/a?X-Amz-Signature=***&%74oken=***"),
        ("https://h/a?PASSWORD=a=b", "https://h/a?PASSWORD=***"),
        ("https://h/a#token=s3", "https://h/a"),
        ("https://h/\x1b[31m", "https://h/\ufffd[31m"),
        ("http://[::1", "***"),
    ],
)
def test_addresses_are_shown_without_what_is_secret(url: str, shown: str) -> None:
    assert redact(url) == shown


@given(st.text(max_size=300))
def test_anything_can_be_redacted(text: str) -> None:
    shown = redact(text)
    assert shown == clean(shown)
    assert len(shown) <= URL_CHARACTERS_MAX


SECRETS = st.text("abcdefghij0123456789", min_size=12, max_size=20)


@given(SECRETS, SECRETS, st.sampled_from(["key", "access_token", "client-secret", "pass", "Authorization", "sig"]))
def test_no_secret_survives(secret: str, user: str, name: str) -> None:
    shown = redact(f"https://{user}:{secret}@results.example/x?a=1&{name}={secret}")
    assert secret not in shown
    assert user not in shown
