"""Forest assets: land, trees or a right to use them.

Sources: banks' collateral records for forest rights; notices of timber sales.
"""

from auction.rules.categories.field import ALWAYS, Field, Needed, group, options

FOREST = (
    *group(
        "Right",
        Field(
            "right",
            "Kind of right",
            needed=ALWAYS,
            hint="Land, trees, use of the land, right to cut …",
        ),
        Field(
            "sold_right",
            "Sold are",
            "choice",
            options=options(
                land_and_trees="The land and the trees",
                land="The land without the trees",
                trees="The trees without the land",
                use="The use for some years",
                cutting="The right to cut",
            ),
        ),
        Field("certificate", "Certificate no."),
        Field("issued_by", "Issued by"),
        Field("term_end", "Right ends", "date"),
        Field("acquired", "How and when it was acquired"),
        Field("lease_rent", "Rent still to be paid", "long_text"),
        Field("owner_consent", "Consent of the owner or the village"),
    ),
    *group(
        "Place",
        Field("parcel", "Parcel no. and place name"),
        Field(
            "compartment",
            "Compartment and sub-compartment",
            "long_text",
            hint="One on each line, with its area.",
        ),
        Field("area", "Area", "number", "ha", needed=ALWAYS),
        Field("boundaries", "Boundaries", "long_text"),
        Field("slope", "Slope and aspect"),
        Field("access", "Access", hint="Roads, and for which lorries."),
    ),
    *group(
        "Stand",
        Field("species", "Main species", needed=ALWAYS),
        Field(
            "origin",
            "Origin",
            "choice",
            options=options(natural="Natural", planted="Planted", mixed="Both"),
        ),
        Field(
            "forest_category",
            "Forest category",
            "choice",
            options=options(
                commercial="Commercial",
                public_benefit="Public benefit",
                protected="Protected",
            ),
        ),
        Field("age", "Average age", "number", "years"),
        Field("trees", "Number of trees", "integer"),
        Field("canopy_density", "Canopy density", "number"),
        Field("site_class", "Site class"),
        Field("growth", "Growth", "number", "m³/ha a year"),
        Field("damage", "Damage", "long_text", hint="Fire, pests, storm, game."),
    ),
    *group(
        "Timber",
        Field("standing_volume", "Standing volume", "number", "m³"),
        Field(
            "volumes",
            "Volume by species",
            "long_text",
            hint="One species on each line: trees, m³, class, price for each m³.",
        ),
        Field(
            "cruise_method",
            "Method of the cruise",
            needed=Needed(when="standing_volume"),
            hint="Full count, sample plots, from the air, from tables.",
        ),
        Field(
            "cruise_date",
            "Date of the cruise",
            "date",
            needed=Needed(when="standing_volume"),
        ),
        Field("cruise_error", "Error of the cruise", "number", "%"),
        Field("cruised_by", "Cruised by"),
    ),
    *group(
        "Permits and duties",
        Field("harvest_permits", "Permits to cut", "long_text"),
        Field("harvest_quota", "Quota", "number", "m³"),
        Field("rotation", "Rotation", "number", "years"),
        Field("protection", "Protection"),
        Field("reforestation", "Duty to reforest", "long_text"),
        Field("export_limits", "Limits of export"),
        Field("subsidies", "Subsidies and their conditions", "long_text"),
        Field("certification", "Certification", hint="FSC, PEFC …"),
        Field("hunting", "Hunting and other uses"),
        Field("carbon", "Carbon rights"),
    ),
)
