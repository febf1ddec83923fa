"""Background work. Tasks get ids only and are safe to run twice, at once, or after a kill."""

from espace_prive.ouverture import services


def avancer(envoi_id: int) -> None:
    services.avancer(envoi_id)
