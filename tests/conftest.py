"""What holds for every test: Dutch as it comes, and nobody touches the global random state."""

import sys

import pytest


@pytest.fixture(autouse=True)
def no_language_of_the_user(monkeypatch):
    monkeypatch.delenv("EVALKIT_LANGUAGE", raising=False)


@pytest.fixture(autouse=True)
def global_random_state_stays():
    def state():
        numpy = sys.modules.get("numpy.random")
        return numpy.get_state()[1].tobytes() if numpy else None

    before = state()
    yield
    if before is not None and state() != before:
        pytest.fail("numpy's global random state was used; pass a Generator")
