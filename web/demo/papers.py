"""What kind of paper each of the demo's documents is."""

from __future__ import annotations

# The first word that a title has decides.
KINDS = (
    ("valuation", "valuation_report"),
    ("register extract", "register_extract"),
    ("floor plan", "floor_plan"),
    ("site plan", "site_plan"),
    ("map", "site_plan"),
    ("lease", "lease"),
    ("cruise", "cruise_report"),
    ("maintenance", "maintenance_log"),
    ("inspection", "inspection_report"),
    ("survey", "inspection_report"),
    ("opinion", "inspection_report"),
    ("invoice", "invoice"),
    ("loan agreement", "loan_agreement"),
    ("statement of account", "account_statement"),
    ("judgment", "judgment"),
    ("articles", "articles"),
    ("accounts", "accounts"),
    ("licences", "contract"),
    ("licence contract", "contract"),
    ("concession", "licence"),
    ("licence", "licence"),
    ("consent", "consent"),
    ("certificate", "certificate"),
    ("receipt", "storage_note"),
    ("list", "components"),
)


def kind_of(title: str) -> str:
    """Return the kind of a paper with this title."""
    return next((kind for words, kind in KINDS if words in title.lower()), "other")
