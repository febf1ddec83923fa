"""Background work. Tasks get ids only and are idempotent: run twice, at once, or after a kill."""

from factures.facturation import services


def cloturer(cloture_id: int) -> None:
    """Close a month, batch after batch, until nothing is left."""
    while services.cloturer_lot(cloture_id):
        pass


def lettre_de_facture(facture_id: int) -> dict | None:
    return services.lettre_de_facture(facture_id)
