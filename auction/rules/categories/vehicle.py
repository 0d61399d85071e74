"""Vehicles and ships."""

from auction.rules.categories.field import ALWAYS, Field, Needed, group, options

SHIP = Needed(when="vehicle_kind", has=("ship",))

VEHICLE = (
    *group(
        "Vehicle",
        Field(
            "vehicle_kind",
            "Kind of vehicle",
            "choice",
            options=options(
                car="Car",
                van="Van",
                lorry="Lorry or bus",
                trailer="Trailer",
                motorcycle="Motorcycle",
                work="Working machine",
                boat="Boat",
                ship="Ship",
                aircraft="Aircraft",
                other="Other",
            ),
        ),
        Field("make", "Make", needed=ALWAYS, hint="Of a ship, the builder."),
        Field("model", "Model", needed=ALWAYS, hint="Of a ship, the type."),
        Field("configuration", "Configuration"),
        Field("colour", "Colour"),
        Field("year_made", "Year made", "year"),
        Field("first_registered", "First registered", "date"),
        Field("mileage", "Mileage", "number", "km"),
        Field("running_hours", "Running hours", "number", "h"),
        Field("fuel", "Fuel"),
        Field("power", "Power", "number", "kW"),
        Field("gearbox", "Gearbox"),
        Field("vin", "Vehicle identification no."),
        Field("engine_number", "Engine no."),
        Field("plate", "Registration plate", is_public=False),
    ),
    *group(
        "Condition",
        Field("condition", "Condition", "long_text"),
        Field("drives", "It drives", "flag"),
        Field("accidents", "Accidents", "long_text"),
        Field("inspection_until", "Inspection valid until", "date"),
        Field("insurance_until", "Insured until", "date"),
        Field("keys", "Keys", "integer"),
        Field("papers", "Papers present"),
    ),
    *group(
        "Transfer and collection",
        Field(
            "violations",
            "Violations not yet settled",
            "long_text",
            hint="Fines and points, and who settles them.",
        ),
        Field("plate_transfer", "The plate is transferred", "flag"),
        Field("registration_limits", "Limits of registration", "long_text"),
        Field("storage", "Where it stands"),
        Field("storage_fees", "Storage fees", hint="From when, by day."),
        Field("removal_until", "To be collected by", "date"),
    ),
    *group(
        "Ship",
        Field("ship_name", "Name of the ship", needed=SHIP),
        Field("imo_number", "Identification and registry no.", needed=SHIP),
        Field("flag", "Flag"),
        Field("ship_class", "Class"),
        Field("displacement", "Full-load displacement", "number", "t"),
        Field("length", "Length", "number", "m"),
        Field("design_life", "Design life ends", "date"),
        Field("ship_mortgages", "Ship mortgages", "long_text"),
        Field("crew_claims", "Claims of the crew", "long_text"),
    ),
)
