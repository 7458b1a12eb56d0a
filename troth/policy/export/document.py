"""The whole policy as one JSON document: the rules as written, the words as published."""

from __future__ import annotations

import json
from dataclasses import asdict

from ..contents import Policy
from ..published import published


def to_json(policy: Policy) -> str:
    content = {
        "version": policy.version,
        "name": policy.name,
        "changed": policy.changed,
        "rules": policy.document,
        "published": [asdict(section) for section in published(policy)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
