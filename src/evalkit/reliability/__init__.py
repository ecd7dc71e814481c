"""Reliability: how far coders agree, beyond chance, and how sure that is."""
