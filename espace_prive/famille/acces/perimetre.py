"""What a person may reach, decided once a page: ids of their household, its adults, the children.

Every page of a parent starts with this one hand-written statement, and every scope (``pour``) builds on its answer:

    moi = perimetre(request.user)
    Enfant.objects.pour(moi)  # no second statement to know who asks
    enfant.pk in moi.confies  # parental authority: the file opens
"""

from dataclasses import dataclass

from django.db import connection

from common import clock

REQUETE = """
WITH moi AS (SELECT id FROM famille_responsable WHERE utilisateur_id = %(utilisateur)s),
liens AS (
    SELECT l.enfant_id, l.restreint, l.autorite_parentale
    FROM famille_lienparental l JOIN moi ON l.responsable_id = moi.id
    WHERE l.du <= %(jour)s AND (l.au IS NULL OR l.au >= %(jour)s)
),
foyers AS (
    SELECT a.foyer_id FROM famille_appartenance a JOIN moi ON a.responsable_id = moi.id
    WHERE a.du <= %(jour)s AND (a.au IS NULL OR a.au >= %(jour)s)
    AND NOT EXISTS (
        SELECT 1 FROM famille_rattachement r JOIN liens ON liens.enfant_id = r.enfant_id
        WHERE liens.restreint AND r.foyer_id = a.foyer_id
        AND r.du <= %(jour)s AND (r.au IS NULL OR r.au >= %(jour)s)
    )
)
SELECT 'enfant', enfant_id FROM liens WHERE NOT restreint
UNION
SELECT 'confie', enfant_id FROM liens WHERE NOT restreint AND autorite_parentale
UNION
SELECT 'foyer', foyer_id FROM foyers
UNION
SELECT 'soi', id FROM moi
UNION
SELECT 'adulte', id FROM moi
UNION
SELECT 'adulte', a.responsable_id FROM famille_appartenance a JOIN foyers ON foyers.foyer_id = a.foyer_id
WHERE a.du <= %(jour)s AND (a.au IS NULL OR a.au >= %(jour)s)
"""
# An agent who acts for an adult (« mode super-usager ») reaches what that adult reaches: the same statement, which
# starts from the adult instead of the account.
REQUETE_POUR_UN_ADULTE = REQUETE.replace("utilisateur_id = %(utilisateur)s", "id = %(adulte)s")


@dataclass(frozen=True)
class Perimetre:
    """The households where the person lives today and may look, their adults, the children of the links in force.

    Children that the person is barred from by court order are left out, and so are the households where they live.
    """

    foyers: frozenset[int] = frozenset()
    enfants: frozenset[int] = frozenset()
    adultes: frozenset[int] = frozenset()
    # The children over whom the person has parental authority (``acces.rules``): their file opens.
    confies: frozenset[int] = frozenset()
    # The adult that the person is, or for whom it acts; None when it is no adult of a family.
    soi: int | None = None


def perimetre(acteur) -> Perimetre:
    """``acteur``: a user, or a Perimetre already known. Empty for nobody."""
    if isinstance(acteur, Perimetre):
        return acteur
    if not acteur.is_authenticated or not acteur.is_active:
        return Perimetre()
    moi = perimetre_de(acteur.agit_pour) if acteur.agit_pour else _lire(REQUETE, utilisateur=acteur.pk)
    acteur.rangs_lus = rangs(moi)
    return moi


def rangs(moi):
    """The place of each child among those the person reaches: their colour is made of it.

    First known, first ranked: a child who comes later changes no other's colour, and no two share one.
    """
    return {enfant: rang for rang, enfant in enumerate(sorted(moi.enfants))}


def rang(acteur, enfant):
    """The place of one child among those of ``acteur``, from what its page has just read."""
    if not hasattr(acteur, "rangs_lus"):
        perimetre(acteur)
    return getattr(acteur, "rangs_lus", {}).get(enfant, enfant)


def perimetre_de(adulte) -> Perimetre:
    """What an adult of a family may reach, with an account or without, whoever types."""
    return _lire(REQUETE_POUR_UN_ADULTE, adulte=adulte.pk)


def _lire(requete, **qui):
    with connection.cursor() as curseur:
        curseur.execute(requete, qui | {"jour": clock.aujourdhui()})
        lignes = curseur.fetchall()
    return Perimetre(
        foyers=frozenset(pk for genre, pk in lignes if genre == "foyer"),
        enfants=frozenset(pk for genre, pk in lignes if genre == "enfant"),
        adultes=frozenset(pk for genre, pk in lignes if genre == "adulte"),
        confies=frozenset(pk for genre, pk in lignes if genre == "confie"),
        soi=next((pk for genre, pk in lignes if genre == "soi"), None),
    )
