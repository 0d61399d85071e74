"""Goods: stock, furniture, farm products, valuables, mixed lots."""

from auction.rules.categories.field import ALWAYS, Field, Needed, group

GOODS = (
    *group(
        "Goods",
        Field("kind", "Kind of goods", needed=ALWAYS),
        Field("quantity", "Quantity", "number"),
        Field("quantity_unit", "Counted in", needed=Needed(when="quantity")),
        Field("brand", "Brand"),
        Field("origin", "Origin"),
        Field("material", "Material"),
        Field("dimensions", "Dimensions and weight"),
        Field(
            "parts",
            "List of the goods",
            "long_text",
            hint="One on each line, with its number of pieces.",
        ),
        Field("certificates", "Certificates", hint="Of origin, expertise, safety."),
    ),
    *group(
        "Condition",
        Field("condition", "Condition", "long_text"),
        Field("packaging", "Packaging"),
        Field("best_before", "Best before", "date"),
        Field("completeness", "Completeness"),
    ),
    *group(
        "Collection",
        Field("storage", "Where it is stored"),
        Field("storage_fees", "Storage fees", hint="From when, by day."),
        Field("removal", "Removal", "long_text"),
        Field("removal_until", "To be collected by", "date"),
        Field("shipping", "Can be sent", "flag"),
    ),
)
