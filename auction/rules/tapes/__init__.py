"""Loan tapes on the EBA templates: read, joined, and made into lots."""
