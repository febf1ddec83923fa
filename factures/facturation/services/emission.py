"""Issue invoices for some payers: read all, group by pure rules, write in bulk. A constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common import clock
from common.database.locks import lock_one
from common.errors import Refus
from common.words.typo import date_longue
from commune.models import Regie
from espace_prive.famille.models import Appartenance, Enfant, Payeur
from espace_prive.famille.querysets import en_cours
from factures.facturation import extensions
from factures.facturation.enums import Nature
from factures.facturation.models import Facture, LigneFacture, Serie
from factures.facturation.rules import Element, Ligne, grouper, totaliser
from factures.facturation.services import journal

REGULARISATION = "Régularisation de prestations déjà facturées"


@dataclass(frozen=True)
class Debiteur:
    """Who is billed, as printed."""

    numero: int | None
    nom: str
    adresse: str


def verrouiller_serie(regie: Regie) -> Serie:
    """Lock the series of numbers of the régie for this year, created if missing.

    Taken before anything is read: one issuer at a time for the régie, so nothing is billed twice and no number is
    lost.
    """
    cle = {"regie": regie, "exercice": clock.aujourdhui().year}
    Serie.objects.bulk_create([Serie(**cle)], ignore_conflicts=True)
    serie = lock_one(Serie.objects.filter(**cle))
    serie.regie = regie
    return serie


def emettre(
    serie: Serie, *, mois: date, payeurs: Iterable[int], echeance: date, cloture=None, choses=None
) -> list[Facture]:
    """Issue one invoice for each of ``payeurs`` with something to bill; ``serie`` is locked by the caller.

    ``choses``: what they have to pay, where it was read since that lock.
    """
    payeurs = list(payeurs)
    paquets = _lire(serie.regie, mois, payeurs, choses)
    debiteurs = _debiteurs(payeurs)
    instant = clock.maintenant()
    lignes_par_payeur = {payeur: grouper(paquet) for payeur, paquet in paquets.items()}
    factures = [
        Facture(
            regie=serie.regie,
            exercice=serie.exercice,
            numero=serie.dernier + rang,
            payeur_id=payeur,
            cloture=cloture,
            mois=mois,
            emise_le=instant,
            **_a_payer_ou_a_rendre(totaliser(lignes), echeance),
            famille_numero=debiteurs[payeur].numero,
            debiteur=debiteurs[payeur].nom,
            adresse=debiteurs[payeur].adresse,
        )
        for rang, (payeur, lignes) in enumerate(lignes_par_payeur.items(), start=1)
    ]
    Facture.objects.bulk_create(factures)
    _ecrire_lignes(serie.regie, [(f, ligne) for f in factures for ligne in lignes_par_payeur[f.payeur_id]])
    serie.dernier += len(factures)
    serie.save(update_fields=["dernier"])
    for prolongement in extensions.A_L_EMISSION_DE_FACTURES:
        prolongement(factures=factures)
    return factures


def _a_payer_ou_a_rendre(total, echeance) -> dict:
    """An invoice; or, when it gives back more than it asks, an avoir that the next invoices use."""
    if total >= 0:
        return {"total": total, "echeance": echeance}
    return {"total": total, "nature": Nature.AVOIR, "motif": REGULARISATION}


def _lire(regie, mois, payeurs, choses):
    """The things to bill by payer, each with its line of the journal; Refus when one has no price."""
    entrees = journal.etablir(regie, mois, payeurs=payeurs, choses=choses, verrou=True)
    paquets: dict[int, list[Element]] = {}
    for e in entrees:
        if e.prix is None:
            jour = date_longue(e.quoi.du, annee=True)
            raise Refus(f"Aucune grille tarifaire ne s’applique le {jour}.", code="sans_grille")
        paquets.setdefault(e.quoi.payeur, []).append(
            Element(
                e.quoi.enfant, e.libelle, e.quoi.du, e.prix.unitaire, e.prix.explication, e.quantite, e.prix.unite, e
            )
        )  # fmt: skip
    journal.retirer(regie, mois, payeurs, entrees)
    return paquets


def _debiteurs(payeurs) -> dict[int, Debiteur]:
    """Freeze name and address: the adults who live in the foyer today, or the third party."""
    connus = Payeur.objects.filter(pk__in=payeurs).select_related("foyer")
    adultes = {}
    membres = Appartenance.objects.filter(en_cours(), foyer__payeur__in=payeurs).select_related("responsable")
    for membre in membres.order_by("pk"):
        adultes.setdefault(membre.foyer_id, []).append(membre.responsable)
    return {p.pk: _debiteur(p, adultes.get(p.foyer_id, ())) for p in connus}


def _debiteur(payeur, adultes) -> Debiteur:
    foyer = payeur.foyer
    if foyer is None:
        return Debiteur(None, payeur.nom, payeur.adresse)
    noms = [f"{a.get_civilite_display()} {a.prenoms} {a.nom}" for a in adultes]
    return Debiteur(
        numero=foyer.numero,
        nom=" et ".join(noms) or f"Foyer {foyer.nom}",
        adresse="\n".join(foyer.lignes_postales),
    )


def _ecrire_lignes(regie, couples: list[tuple[Facture, Ligne]]):
    """Write the lines, their consommations and which line bills which."""
    enfants = Enfant.objects.in_bulk({ligne.enfant for _, ligne in couples if ligne.enfant})
    lignes = LigneFacture.objects.bulk_create(
        LigneFacture(
            facture=facture,
            enfant_id=ligne.enfant,
            enfant_nom=str(enfants[ligne.enfant]) if ligne.enfant else "",
            libelle=ligne.libelle,
            du=ligne.elements[0].source.quoi.du,
            au=max(e.source.quoi.au for e in ligne.elements),
            jours=[jour.isoformat() for jour in ligne.jours],
            quantite=ligne.quantite,
            unite=ligne.unite,
            prix_unitaire=ligne.prix_unitaire,
            montant=ligne.montant,
            explication=ligne.explication,
        )
        for facture, ligne in couples
    )
    rangs = [ecrite.pk for ecrite, (_, ligne) in zip(lignes, couples, strict=True) for _ in ligne.elements]
    journal.ecrire(regie, [e.source for _, ligne in couples for e in ligne.elements], rangs)
