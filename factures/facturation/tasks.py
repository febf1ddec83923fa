"""Background work. Tasks get ids only and are safe to run twice, at once, or after a kill."""

from factures.facturation import services


def cloturer(cloture_id: int) -> None:
    """Close a month, batch after batch, until nothing is left."""
    while services.cloturer_lot(cloture_id):
        pass


def prevenir_familles(factures: list[int]) -> None:
    """Ask for the mail of each invoice."""
    for facture_id in factures:
        services.prevenir(facture_id)
