"""Columns of an office's list: what each means, and the lots that come of it."""
