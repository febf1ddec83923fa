"""The words that parents type, and those that the pages use. Pure.

Each line is one thing said in several ways, without accents; a way of several words is looked for whole.
"""

FACONS_DE_DIRE = (
    ("cantine", "restauration scolaire", "restaurant scolaire", "repas"),
    ("creche", "petite enfance", "multi accueil", "halte garderie"),
    ("nounou", "assistante maternelle", "assistantes maternelles", "relais petite enfance"),
    ("qf", "quotient familial", "quotient"),
    ("periscolaire", "garderie", "accueil du matin", "accueil du soir"),
    ("alsh", "centre de loisirs", "accueil de loisirs", "mercredis"),
    ("pai", "projet d accueil individualise", "allergie", "allergenes"),
    ("caf", "allocations familiales", "allocataire"),
    ("prix", "tarif", "tarifs", "combien"),
    ("payer", "paiement", "regler", "facture"),
    ("inscrire", "inscription", "inscriptions"),
    ("reserver", "reservation", "reservations"),
    ("absent", "absence", "malade"),
    ("vacances", "vacances scolaires", "calendrier scolaire"),
    ("noel", "vacances de noel"),
    ("contact", "telephone", "nous ecrire", "horaires"),
    ("mot de passe", "identifiant", "se connecter", "connexion"),
    ("egalim", "bio", "produits durables"),
)

AUTREMENT: dict[str, tuple[str, ...]] = {}
for facons in FACONS_DE_DIRE:
    for facon in facons:
        if " " not in facon:
            AUTREMENT[facon] = tuple(f for f in facons if f != facon)


def autrement(mot: str) -> tuple[str, ...]:
    """The other ways to say a comparable word; its plural is the word itself."""
    return AUTREMENT.get(mot) or AUTREMENT.get(mot.removesuffix("s"), ())
