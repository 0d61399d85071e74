"""Shares of private companies and interests in funds."""

from auction.rules.categories.field import ALWAYS, Field, Needed, group, options

PRIVATE_EQUITY = (
    *group(
        "Company",
        Field("company", "Company", needed=ALWAYS),
        Field("company_number", "Registration no. of the company"),
        Field("legal_form", "Legal form of the company"),
        Field("industry", "Industry"),
        Field("business_scope", "Business scope", "long_text"),
        Field(
            "company_status",
            "The company is",
            "choice",
            options=options(
                trading="Trading",
                dormant="Dormant",
                insolvent="Insolvent",
                dissolved="Being wound up",
            ),
        ),
        Field("employees", "Employees", "integer"),
        Field("state_owned", "The share is public property", "flag"),
    ),
    *group(
        "Share",
        Field("share", "Share", "number", "%", needed=ALWAYS),
        Field("shares_count", "Number of shares", "number"),
        Field("share_class", "Class and nature of the shares"),
        Field("transferor", "Transferor"),
        Field("subscribed_capital", "Subscribed capital", "money"),
        Field(
            "paid_in_capital",
            "Paid-in capital",
            "money",
            needed=Needed(when="subscribed_capital"),
            hint="What is not paid in can be called from the buyer.",
        ),
        Field("call_due", "Rest of the capital is due on", "date"),
        Field("other_shareholders", "Other shareholders", "long_text"),
        Field("sold_together", "Sold together with it", "long_text"),
    ),
    *group(
        "Figures",
        Field(
            "accounts_date",
            "Accounts as of",
            "date",
            needed=Needed(when="net_assets"),
        ),
        Field("audited", "Accounts audited", "flag"),
        Field("total_assets", "Total assets", "money"),
        Field("liabilities", "Liabilities", "money"),
        Field("net_assets", "Net assets", "balance"),
        Field("revenue", "Revenue", "money"),
        Field("profit", "Profit or loss", "balance"),
        Field("dividends", "Dividends declared", "long_text"),
        Field("valuation_method", "Method of the valuation"),
    ),
    *group(
        "Limits and burdens",
        Field("transfer_limits", "Limits of transfer", "long_text"),
        Field(
            "co_shareholders",
            "Priority of co-shareholders",
            "long_text",
            needed=ALWAYS,
            hint="Whether they have one, were told, have waived it. Else: “none”.",
        ),
        Field("approvals", "Approvals needed", hint="Competition, foreign buyers …"),
        Field("pledges", "Pledges", "long_text"),
        Field("seizures", "Seizures and their order", "long_text"),
        Field("guarantees", "Guarantees that the company has given", "long_text"),
        Field("company_litigation", "Litigation of the company", "long_text"),
        Field("disclosures", "What else was disclosed", "long_text"),
    ),
)
