"""What every lot may say, whatever it is.

Source: what must be published on the day of the notice, Fa Shi [2016] No. 18,
articles 12 to 14 and 16; the fields of the large platforms.
"""

from auction.rules.categories.field import Field, Needed, group, options

COMMON = (
    *group(
        "Rights and burdens",
        Field("ownership", "Ownership", "long_text"),
        Field(
            "possession",
            "Possession and use",
            "long_text",
            hint="Who has it and uses it now. Find out: “unknown” does not do.",
        ),
        Field("encumbrances", "Encumbrances", "long_text"),
        Field(
            "obligations",
            "Obligations that come with it",
            "long_text",
            hint="What the buyer takes over besides.",
        ),
    ),
    *group(
        "Defects",
        Field(
            "defects",
            "Known defects",
            "long_text",
            hint="All that the office knows. What is disclosed here is accepted.",
        ),
        Field("warranty", "Warranty", hint="Usually: sold as it stands."),
        Field("warning", "Special notice", "long_text"),
    ),
    *group(
        "Taxes and costs",
        Field("taxes", "Taxes and who pays them", "long_text"),
        Field("fees", "Fees and other costs of the buyer", "long_text"),
        Field("payment", "Payment of the price", hint="By when, to which account."),
    ),
    *group(
        "Buyers",
        Field("bidder_conditions", "Who may bid", "long_text"),
        Field(
            "has_priority",
            "Somebody has a right of priority",
            "flag",
        ),
        Field(
            "priority",
            "Priority purchasers",
            "long_text",
            needed=Needed(when="has_priority", has=(True,)),
            hint="By what they are: the tenant, two co-owners. No names of persons.",
        ),
        Field(
            "priority_right",
            "Nature of the right of priority",
            needed=Needed(when="has_priority", has=(True,)),
        ),
        Field(
            "not_notified",
            "Who could not be notified, and why",
            "long_text",
            hint="Parties and priority purchasers. No names of persons.",
        ),
        Field(
            "parties",
            "Parties and priority purchasers by name",
            "long_text",
            hint="With addresses for notices.",
            is_public=False,
        ),
    ),
    *group(
        "Sale",
        Field("case_number", "Case or file number"),
        Field("legal_basis", "Legal basis of the sale", hint="Ruling or contract."),
        Field("valuation_date", "Valuation date", "date"),
        Field("valuer", "Valuer"),
        Field(
            "price_basis",
            "The price is based on",
            "choice",
            options=options(
                valuation="A valuer's report",
                market="Market prices",
                online="An online estimate",
                tax="A tax value",
                parties="What the parties agreed",
            ),
        ),
        Field("transfer_help", "Help with the transfer", "long_text"),
    ),
    *group(
        "Inspection and place",
        Field("inspection", "Inspection", "long_text"),
        Field(
            "coordinates",
            "Coordinates, for reference only",
            hint="Latitude and longitude, like 52.5163, 13.3777.",
        ),
        Field("directions", "How to find it"),
    ),
)
