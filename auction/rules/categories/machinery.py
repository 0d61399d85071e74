"""Machinery and equipment, single or a whole line."""

from auction.rules.categories.field import ALWAYS, Field, Needed, group, options

MACHINERY = (
    *group(
        "Machine",
        Field("maker", "Manufacturer"),
        Field("model", "Model"),
        Field("serial_number", "Serial number"),
        Field("year_made", "Year made", "year"),
        Field("imported_on", "Imported on", "date"),
        Field("quantity", "Quantity", "number"),
        Field("power", "Rated power", "number", "kW"),
        Field("weight", "Weight", "number", "kg"),
        Field("dimensions", "Dimensions"),
        Field("parts", "What belongs to it", "long_text", hint="One on each line."),
    ),
    *group(
        "Condition",
        Field("condition", "Condition", "long_text", needed=ALWAYS),
        Field(
            "working",
            "It works",
            "choice",
            options=options(
                tested="Yes, tested under load",
                runs="Yes, seen running",
                untested="Not tested",
                no="No",
            ),
        ),
        Field("running_hours", "Running hours", "number", "h"),
        Field("last_service", "Last service", "date"),
        Field("complete", "Complete", "flag"),
        Field(
            "missing_parts",
            "What is missing",
            "long_text",
            needed=Needed(when="complete", has=(False,)),
        ),
        Field("certificates", "Certificates", hint="CE, pressure vessel, lifting …"),
        Field("hazards", "Hazardous substances", "long_text"),
    ),
    *group(
        "Title and customs",
        Field(
            "third_party_title",
            "Rights of others in it",
            "long_text",
            hint="Leasing, retention of title, pledges.",
        ),
        Field("customs", "Customs status"),
        Field("invoice", "Purchase invoice", hint="Date and amount."),
    ),
    *group(
        "Collection",
        Field("dismantling", "Dismantling and removal", "long_text"),
        Field("removal_until", "To be removed by", "date"),
        Field("loading", "Loading and access", "long_text"),
        Field("storage_fees", "Storage fees", hint="From when, by day."),
    ),
)
