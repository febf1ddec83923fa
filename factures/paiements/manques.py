"""What card payments still lack."""

from django.conf import settings


def de_la_banque() -> list[str]:
    if all(settings.PAYBOX[cle] for cle in ("SITE", "RANG", "IDENTIFIANT", "CLE")):
        return []
    return ["Le paiement par carte : les identifiants de la banque (variables PAYBOX_… du serveur)."]
