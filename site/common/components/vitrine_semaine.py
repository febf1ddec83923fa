"""« Notre semaine » on the staff-only page of components: every state, the longest plausible words."""

from datetime import date, timedelta
from decimal import Decimal

from common.components.affichage import Lien, LigneRecap
from common.components.semaine import Barre, CelluleMontree, ChoixMontre, JourMontre, LigneMontree, SemaineMontree
from common.words import typo

LUNDI = date(2026, 11, 2)
JOURS = [LUNDI + timedelta(days=n) for n in range(5)]
REPAS = Decimal("2.15")
SUITE = "Possible jusqu’au jeu. 29 à 9\u00a0h"
FORMULES = (
    ("Journée avec repas", Decimal("14.40")),
    ("Demi-journée du matin avec repas", Decimal("9.85")),
    ("Après-midi sans repas, goûter compris", Decimal("6.10")),
)


def _valeur(cle, formule, jour):
    return f"{cle}:{formule}:{jour.isoformat()}"


def _a_cocher(cle, jour, *, initial=False, coche=False, prix=REPAS, **autres):
    choix = ChoixMontre(
        valeur=_valeur(cle, 1, jour), nom="Restaurant scolaire", initial=initial, coche=coche, prix=prix
    )
    etat = "reserve" if initial else "libre"
    limite = "Annulable jusqu’au jeu. 29 à 9\u00a0h" if initial else SUITE
    return CelluleMontree(date=jour, etat=etat, choix=[choix], **{"limite": limite, **autres})


def _a_choisir(cle, jour, *, initial=None, coche=None):
    choix = [
        ChoixMontre(valeur=_valeur(cle, n, jour), nom=nom, prix=prix, initial=n == initial, coche=n == coche)
        for n, (nom, prix) in enumerate(FORMULES)
    ]
    etat = "libre" if initial is None else "reserve"
    return CelluleMontree(date=jour, etat=etat, choix=choix, limite=SUITE, places=4)


def _fermee(jour, etat, motif="", **autres):
    return CelluleMontree(date=jour, etat=etat, motif=motif, **autres)


def _lignes():
    lun, mar, mer, jeu, ven = JOURS
    cantine = [
        _a_cocher(1, lun), _a_cocher(1, mar, coche=True, places=3),
        _fermee(mer, "ferme", "jour férié"), _a_cocher(1, jeu, initial=True, coche=True, chez="chez l’autre parent"),
        _a_cocher(1, ven, initial=True, qui="Réservé et payé par l’autre foyer", prix=None),
    ]  # fmt: skip
    heure = ("heures-2-1-2026-11-02", "17:45", "Départ")
    soir = [
        _a_cocher(2, lun, prix=Decimal("0.62"), heure=heure), _a_cocher(
            2, mar, coche=True, prix=Decimal("0.62"), heure=("heures-2-1-2026-11-03", "18:00", "Départ")),
        _fermee(mer, "ferme"), _fermee(jeu, "delai", "depuis le mer. 28 oct."), _fermee(ven, "absence"),
    ]  # fmt: skip
    centre = [
        _a_choisir(3, lun), _a_choisir(3, mar, coche=1), _a_choisir(3, mer, initial=0, coche=0),
        _a_choisir(3, jeu, initial=0, coche=2), _a_choisir(3, ven, initial=0),
    ]  # fmt: skip
    cantine_mael = [
        _fermee(lun, "reserve_fige", limite="Plus annulable"), _fermee(mar, "complet"),
        _fermee(mer, "autre_foyer", qui="Réservé et payé par l’autre foyer"), _fermee(jeu, "jour_de_l_autre"),
        _fermee(ven, "pas_encore", "ouvre le lun. 9 nov."),
    ]  # fmt: skip
    vacances = [
        _fermee(lun, "periode_close", "depuis le ven. 16 oct."), _fermee(mar, "occupe", "centre de loisirs, journée"),
        _fermee(mer, "guichet"), _fermee(jeu, "age"),
        _fermee(ven, "condition", "il manque l’attestation d’assurance au dossier"),
    ]  # fmt: skip
    lea, mael = "Léa", "Maël-Alexandre"
    return [
        LigneMontree(enfant=lea, activite="Cantine", cle=1, rang=0, icone="repas", cellules=cantine),
        LigneMontree(enfant=lea, activite="Accueil périscolaire, soir", cle=2, rang=0, icone="soir", cellules=soir),
        LigneMontree(enfant=lea, activite="Centre de loisirs des vacances", cle=3, rang=0, cellules=centre),
        LigneMontree(enfant=mael, activite="Cantine", cle=4, rang=1, cellules=cantine_mael, remplir=False),
        LigneMontree(enfant=mael, activite="Vacances d’automne", cle=5, rang=1, cellules=vacances, remplir=False),
        LigneMontree(
            enfant=mael, activite="Périscolaire", cle=6, rang=1,
            note="Sans réservation : ce qui est fréquenté est facturé.",
        ),
        LigneMontree(enfant=lea, activite="Transport scolaire", cle=7, rang=0, note="Par abonnement, à l’année."),
    ]  # fmt: skip


def barre_pleine():
    """Give the bar of a week with changes for two children, in two months."""
    ajout = LigneRecap(
        libelle="Mardi 3 novembre, restaurant scolaire", detail="Annulable jusqu’au lundi 2 novembre à 9\u00a0h",
        montant=REPAS, signe=True, geste="ajout",
    )  # fmt: skip
    retrait = LigneRecap(
        libelle="Vendredi 6 novembre, journée avec repas", detail="Annulation", montant=Decimal("-14.40"),
        signe=True, geste="retrait",
    )  # fmt: skip
    return Barre(
        version=3, numero="2f1f6a5c-0000-4000-8000-000000000000", pret=True,
        comptes=("8 repas", "2 accueils", "1 journée annulée"), montant=Decimal("14.40"),
        phrase="En plus sur vos factures",
        enfants=(("Léa", (ajout, ajout, retrait), Decimal("-10.10")), ("Maël-Alexandre", (ajout,) * 4, REPAS * 4)),
        par_mois=(("novembre 2026", Decimal("16.55")), ("décembre 2026", Decimal("-2.15"))),
        explications=("Repas\u00a0: 2,15 € au quotient familial de 612.",),
    )  # fmt: skip


def contexte_semaine():
    return {
        "notre_semaine": SemaineMontree(
            jours=[
                JourMontre(date=jour, titre=typo.date_longue(jour), aujourdhui=jour == LUNDI,
                           motif="Vacances d’automne" if jour == JOURS[2] else "",
                           plat="Hachis parmentier de patates douces, salade" if jour == LUNDI else "")
                for jour in JOURS
            ],
            lignes=_lignes(),
        ),
        "copies": [(1, "Léa"), (2, "Maël-Alexandre")],
        "lien_mois": Lien(titre="Tout le mois", url="#notre-semaine"),
        "liens_mois": [
            Lien(titre=typo.mois_annee(date(2026 + n // 12, n % 12 + 1, 1)), url="#notre-semaine", courante=n == 10)
            for n in range(10, 23)
        ],
        "barre_pleine": barre_pleine(),
        "barre_refusee": Barre(
            version=4, refus=[f"Léa\u00a0: il n’y a plus de place le {typo.date_longue(j)}." for j in JOURS[:4]]
        ),
        "barre_vide": Barre(version=4),
    }  # fmt: skip
