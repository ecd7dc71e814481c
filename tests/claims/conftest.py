from __future__ import annotations

import pytest

from evalkit.claims import Claim, load_claims


@pytest.fixture(scope="session")
def published() -> dict[str, Claim]:
    return {claim.id: claim for claim in load_claims()}
