"""Bank statements: camt.053 (ISO 20022) and MT940 (SWIFT), read into one form."""
