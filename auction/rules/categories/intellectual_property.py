"""Intellectual property: patents, designs, marks, copyright; single or as a bundle."""

from auction.rules.categories.field import ALWAYS, Field, group, options

INTELLECTUAL_PROPERTY = (
    *group(
        "Right",
        Field(
            "right_type",
            "Kind of right",
            needed=ALWAYS,
            hint="Invention, utility model, design, trade mark, software, work …",
        ),
        Field(
            "registration",
            "Registration no.",
            hint="Or that of the application. Without any: “none”.",
        ),
        Field(
            "rights",
            "Rights of the bundle",
            "long_text",
            hint="One on each line: name, number, kind, status, protected until.",
        ),
        Field(
            "legal_status",
            "Legal status",
            "choice",
            options=options(
                applied="Applied for",
                granted="Granted or registered",
                opposed="Granted, under opposition",
                lapsed="Lapsed, can be restored",
                unregistered="Needs no registration",
            ),
        ),
        Field("territory", "Territory"),
        Field("classes", "Classes"),
        Field("family", "Family and priority", "long_text"),
        Field("filed_on", "Filed on", "date"),
        Field("registered_on", "Registered on", "date"),
        Field("term_end", "Protected until", "date"),
        Field("fees_paid_until", "Fees paid until", "date"),
    ),
    *group(
        "Owners and burdens",
        Field("owners", "Owner and co-owners", needed=ALWAYS),
        Field("inventors", "Inventors or authors"),
        Field("inventor_claims", "Claims of inventors or authors", "long_text"),
        Field("licences", "Licences in force", "long_text"),
        Field("pledges", "Pledges", "long_text"),
        Field("disputes", "Disputes", "long_text"),
    ),
    *group(
        "Use",
        Field("use_evidence", "Evidence of use", "long_text"),
        Field("revenue", "Revenue with it in the last year", "money"),
        Field("know_how", "Know-how that comes with it", "long_text"),
        Field("staff", "Staff that comes with it"),
        Field("source_text", "Source text and papers are handed over", "flag"),
    ),
)
