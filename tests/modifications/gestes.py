"""What the tests of a family's file share: addresses, what is typed, reading a page."""

import uuid

from tests.tools.html import source

FAMILLE, ENTOURAGE = "/espace/famille/", "/espace/famille/entourage/"
MAMIE = {
    "prenom": "Odette", "nom": "Rivière", "lien": "grand_parent", "telephone": "0639980011", "rang": "1",
    "collecte": "autorisee", "duree": "toujours", "version": "0",
}  # fmt: skip
NOMS = [
    "Nguyễn Thị Hương", "O’Connor-Ó Briain", "محمد", "Анна", "李小龍",
    "Marie-Antoinette-Joséphine de La Rochefoucauld",
]  # fmt: skip


def lire(client, adresse):
    reponse = client.get(adresse)
    assert reponse.status_code == 200, adresse
    return source(reponse)


def changer(client, genre, pk, **donnees):
    return client.post(f"/espace/dossier/{genre}/{pk}/", {"numero": str(uuid.uuid4()), "version": "0"} | donnees)


def dossier(enfant):
    return f"/espace/enfants/{enfant.pk}/dossier/"
