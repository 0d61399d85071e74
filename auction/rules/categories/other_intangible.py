"""Other rights: mining, use of the sea, leases, tolls, quotas, domains, data."""

from auction.rules.categories.field import ALWAYS, Field, group, options

OTHER_INTANGIBLE = (
    *group(
        "Right",
        Field("right_type", "Kind of right", needed=ALWAYS),
        Field("subject", "Subject", needed=ALWAYS),
        Field("place", "Place"),
        Field("extent", "Extent", hint="Area, quantity, number of units."),
        Field("right_number", "Licence or contract no."),
        Field("granted_on", "Granted on", "date"),
        Field("valid_until", "Valid until", "date"),
        Field("renewal", "Renewal", hint="Whether and how it can be renewed."),
        Field("holder", "Holder"),
    ),
    *group(
        "Transfer",
        Field("consent", "Whose consent is needed"),
        Field(
            "consent_state",
            "The consent is",
            "choice",
            options=options(
                given="Given",
                promised="Promised in writing",
                open="Not yet asked for",
                not_needed="Not needed",
            ),
        ),
        Field("transfer_conditions", "Conditions of the transfer", "long_text"),
        Field("transferee", "Who may take it over", "long_text"),
        Field("termination", "Grounds of termination", "long_text"),
    ),
    *group(
        "Money",
        Field("annual_fee", "Annual fee", "money"),
        Field("fees_paid_until", "Fees paid until", "date"),
        Field("income", "Income of the last year", "money"),
        Field("duties", "Duties that come with it", "long_text"),
    ),
)
