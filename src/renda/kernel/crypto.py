"""Personal columns at rest: AES-256-GCM with a key id, and a keyed index to look them up.

The key id lets keys rotate: the first key writes, all keys read. Without configured keys the
key is derived from the installation's secret key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models


@lru_cache(maxsize=1)
def _keys() -> dict[str, bytes]:
    sources = settings.FIELD_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [hashlib.sha256(b"renda-field:" + source.encode()).digest() for source in sources]
    return {hashlib.sha256(key).hexdigest()[:6]: key for key in derived}


def encrypt(text: str) -> str:
    """``key id : base64(nonce + ciphertext)``; empty text stays empty."""
    if not text:
        return ""
    key_id, key = next(iter(_keys().items()))
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), key_id.encode())
    return f"{key_id}:{base64.b64encode(sealed).decode()}"


def decrypt(stored: str) -> str:
    """The text again. Raises LookupError when the key is gone, InvalidTag when it was changed."""
    if not stored:
        return ""
    key_id, _, packed = stored.partition(":")
    if key_id not in _keys():
        message = f"no key {key_id} for a personal column; add it to RENDA_FIELD_KEYS"
        raise LookupError(message)
    sealed = base64.b64decode(packed)
    return AESGCM(_keys()[key_id]).decrypt(sealed[:12], sealed[12:], key_id.encode()).decode()


def blind_index(text: str) -> str:
    """A keyed hash by which an encrypted value can be found; empty text has none."""
    if not text:
        return ""
    source = (settings.FIELD_KEYS or [settings.SECRET_KEY])[-1]
    key = hashlib.sha256(b"renda-index:" + source.encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


class EncryptedField(models.TextField):
    """Text that is stored encrypted. It cannot be filtered or sorted: keep a blind index beside."""

    def get_prep_value(self, value: Any) -> Any:
        """The stored form."""
        return encrypt(value) if isinstance(value, str) else value

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        """The readable form."""
        return decrypt(value) if isinstance(value, str) else value
