"""What the chain is made of: digests, links, seals. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from renda.kernel.time import utc_text

ZERO = "0" * 64
Envelope = Sequence[Any]


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest_of(facts: Mapping[str, Any], salt: str) -> str:
    """SHA-256 of salt and facts in canonical JSON (sorted keys, no blanks, UTF-8)."""
    return hashlib.sha256(f"{salt}\n{_canonical(facts)}".encode()).hexdigest()


def link_digest(envelope: Envelope, digest: str) -> str:
    """What a link holds of a row: its impersonal columns and the salted digest of the others."""
    return hashlib.sha256(f"{_canonical(list(envelope))}\n{digest}".encode()).hexdigest()


def link_hash(
    prev: str, *, congress_id: int, seq: int, kind: str, ref: str, digest: str, at: datetime
) -> str:
    """The hash of one link of the chain."""
    parts = (prev, congress_id, seq, kind, ref, digest, utc_text(at))
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def seal_of(key: str, *, congress_id: int, seq: int, head: str, at: datetime) -> str:
    """A keyed seal on where a chain stood: whoever has only the database cannot make one."""
    text = f"{congress_id}|{seq}|{head}|{utc_text(at)}"
    derived = hashlib.sha256(b"renda-checkpoint:" + key.encode()).digest()
    return hmac.new(derived, text.encode(), hashlib.sha256).hexdigest()
