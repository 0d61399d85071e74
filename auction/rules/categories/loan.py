"""Bad loans: a claim or a pack of claims, its debtors, security and court cases.

Sources: notices of asset managers; the loan, counterparty and collateral templates of
Implementing Regulation (EU) 2023/2083; Directive (EU) 2021/2167, articles 15 and 16
(personal data only where needed, through a data room).
"""

from auction.rules.categories.field import ALWAYS, Field, Needed, group, options

LOAN = (
    *group(
        "Debtor",
        Field(
            "debtor",
            "Debtor",
            needed=ALWAYS,
            hint="A company by its name. Of a private person, never the name: "
            "write something like “Private person, Northmark”.",
        ),
        Field(
            "debtor_kind",
            "The debtor is",
            "choice",
            options=options(
                company="A company",
                sole_trader="A sole trader",
                person="A private person",
                public_body="A public body",
                several="Several debtors",
            ),
        ),
        Field("debtor_status", "Debtor's status", hint="Trading, stopped, insolvent …"),
        Field("debtor_seat", "Debtor's seat"),
        Field("debtor_industry", "Debtor's industry"),
        Field("debtor_legal_form", "Debtor's legal form"),
        Field("debtor_founded", "Debtor founded on", "date"),
        Field("debtor_capital", "Debtor's registered capital", "money"),
        Field(
            "debtor_accounts",
            "Debtor's last accounts",
            "long_text",
            hint="Their date, assets, liabilities, turnover.",
        ),
        Field("last_contact", "Last contact with the debtor", "date"),
        Field(
            "insolvency",
            "Insolvency proceedings",
            hint="Court, number and stage, if there are any.",
        ),
        Field(
            "debtor_identity",
            "Debtor's identity",
            "long_text",
            hint="Name, birth date or registration number, address, representative.",
            is_public=False,
        ),
    ),
    *group(
        "Claim",
        Field(
            "cut_off_date",
            "Cut-off date",
            "date",
            needed=ALWAYS,
            hint="The day for which all amounts are stated.",
        ),
        Field("principal", "Principal", "money", needed=ALWAYS),
        Field("interest", "Accrued interest", "money"),
        Field("penalty", "Penalty interest and charges", "money"),
        Field("costs", "Costs advanced", "money"),
        Field("total_claim", "Total claim", "money", needed=ALWAYS),
        Field("loan_type", "Kind of loan", hint="Mortgage, working capital, card …"),
        Field("original_amount", "Original amount", "money"),
        Field("original_currency", "Currency of the contract"),
        Field("governing_law", "Governing law"),
        Field("originated_on", "Granted on", "date"),
        Field("matures_on", "Due on", "date"),
        Field("interest_rate", "Interest rate", hint="With its kind: fixed, floating."),
        Field("default_date", "In default since", "date"),
        Field("last_payment", "Last payment", "date"),
        Field("payments", "Payments after the default", "long_text"),
        Field(
            "title_chain",
            "How the seller came by the claim",
            "long_text",
            hint="From the first lender on, with the notices given to the debtor.",
        ),
        Field("contract_number", "Contract number", is_public=False),
    ),
    *group(
        "Pack",
        Field("debtors_count", "Number of debtors", "integer"),
        Field("loans_count", "Number of loans", "integer"),
        Field("secured_share", "Secured", "number", "%"),
        Field("litigation_share", "In litigation or enforcement", "number", "%"),
        Field("insolvency_share", "In insolvency", "number", "%"),
        Field(
            "sale_form",
            "Sold",
            "choice",
            options=options(
                pack="As a pack only",
                single="Singly only",
                both="As a pack or singly",
            ),
        ),
    ),
    *group(
        "Security",
        Field(
            "collateral",
            "Collateral",
            "long_text",
            needed=ALWAYS,
            hint="Each thing with its kind, owner, place and size. "
            "Say so if a thing is lost. Without any: “none”.",
        ),
        Field("lien_rank", "Rank of the security"),
        Field("secured_maximum", "Maximum secured amount", "money"),
        Field("senior_charges", "Charges that come before", "long_text"),
        Field("collateral_registration", "Registration of the security"),
        Field("collateral_value", "Value of the collateral", "money"),
        Field(
            "collateral_valued_on",
            "Collateral valued on",
            "date",
            needed=Needed(when="collateral_value"),
        ),
        Field("seizures", "Seizures and their order", "long_text"),
        Field(
            "guarantors",
            "Guarantors",
            "long_text",
            hint="Companies by name. Joint? Up to what amount, until when?",
        ),
        Field(
            "guarantors_identity",
            "Guarantors' identity",
            "long_text",
            hint="Names and addresses of private persons.",
            is_public=False,
        ),
    ),
    *group(
        "Legal position",
        Field(
            "litigation",
            "Litigation stage",
            "long_text",
            needed=ALWAYS,
            hint="Not sued, sued, judgment, enforcement, ended for now … "
            "with court and number.",
        ),
        Field(
            "enforcement_title",
            "Enforceable title",
            "choice",
            options=options(
                none="None yet",
                judgment="Judgment",
                settlement="Settlement in court",
                payment_order="Payment order",
                deed="Notarial deed",
            ),
        ),
        Field("title_date", "Date of the title", "date"),
        Field("enforcement", "Enforcement so far", "long_text"),
        Field("limitation_date", "Limitation period ends", "date"),
        Field("limitation_broken", "Limitation last interrupted", "date"),
        Field("legal_risks", "Known legal risks", "long_text"),
        Field(
            "assignment_notice",
            "Notice of the assignment",
            hint="Who tells the debtor of the new creditor, and how.",
        ),
        Field("confidentiality", "Confidentiality agreement needed", "flag"),
        Field(
            "excluded_buyers",
            "Who may not buy",
            "long_text",
            hint="The debtor, guarantors, staff of the seller …",
        ),
    ),
)
