"""Reading Content Credentials (C2PA): who signed a sound file, and whether it is as it was when it was signed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from audiobrief.delivery.provenance import import_c2pa, make_context
from audiobrief.errors import DataError
from audiobrief.inspection.sound_info import Provenance, ProvenanceState
from audiobrief.messages import get_reason
from audiobrief.sanitize import sanitize_text

_STATES: dict[str, ProvenanceState] = {"Trusted": "trusted", "Valid": "valid"}
# That nobody here trusts the signer is told by the state.
_UNTRUSTED = "signingCredential.untrusted"


def read_credentials(path: Path, media_type: str) -> Provenance:
    """Read and check the manifest of a file that has one; nothing is asked of the network."""
    try:
        c2pa = import_c2pa()
    except DataError:
        return Provenance("unchecked")
    try:
        with path.open("rb") as file, c2pa.Reader(media_type, file, context=make_context()) as reader:
            return _describe_store(json.loads(reader.json()))
    # A native parser that is given arbitrary bytes; the sound can still be inspected.
    except Exception as error:
        return Provenance("invalid", reason=sanitize_text(str(get_reason(error))))


def _describe_store(store: dict[str, Any]) -> Provenance:
    manifest = store.get("manifests", {}).get(store.get("active_manifest"), {})
    signature = manifest.get("signature_info", {})
    actions = [
        action
        for assertion in manifest.get("assertions", [])
        if str(assertion.get("label", "")).startswith("c2pa.actions")
        for action in assertion.get("data", {}).get("actions", [])
    ]
    results = store.get("validation_results", {}).get("activeManifest", {})
    codes = [str(one.get("code", "")) for one in results.get("failure", [])]
    generators = manifest.get("claim_generator_info") or [{}]
    maker = f"{generators[0].get('name', '')} {generators[0].get('version', '')}"
    return Provenance(
        _STATES.get(store.get("validation_state", ""), "invalid"),
        signer=sanitize_text(str(signature.get("common_name") or signature.get("issuer") or "")),
        maker=sanitize_text(maker.strip()),
        source_type=sanitize_text(next((str(a["digitalSourceType"]) for a in actions if "digitalSourceType" in a), "")),
        reason=sanitize_text(", ".join(code for code in codes if code != _UNTRUSTED)),
    )
