"""Reading the mails that a test caused."""

import re

from common.models import Courriel


def dernier(a=None) -> Courriel:
    """Give the last mail, of one address or of all."""
    courriels = Courriel.objects.order_by("-pk")
    return (courriels.filter(destinataire=a) if a else courriels)[0]


def lien(courriel: Courriel) -> str:
    """Give the path of the first link of a mail, without the site's address."""
    return re.search(r"https?://[^/\s]+(/\S*)", courriel.texte)[1]
