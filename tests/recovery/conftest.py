"""Lets the tests and `table.py` share the designs."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
