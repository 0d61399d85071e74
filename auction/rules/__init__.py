"""The rulebook: pure functions on plain values."""
