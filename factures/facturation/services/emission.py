"""Issue invoices for some payers: read all, group by pure rules, write in bulk. A constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from common import clock
from common.database.locks import lock_one
from common.errors import Refus
from common.words.dates import dernier_du_mois
from common.words.typo import INSECABLE, date_longue
from commune.models import Regie
from espace_prive.famille.models import Appartenance, Enfant, Payeur
from espace_prive.famille.querysets import en_cours
from factures.facturation import extensions
from factures.facturation.models import Consommation, Facture, LigneFacture, Serie
from factures.facturation.rules import Element, Ligne, grouper, totaliser
from factures.tarifs.phrases import expliquer
from factures.tarifs.services import Tarificateur
from reservations.activites.models import Formule
from reservations.planning.models import Reservation


@dataclass(frozen=True)
class Debiteur:
    """Who is billed, as printed."""

    numero: int | None
    nom: str
    adresse: str


class Source(NamedTuple):
    """Where a thing to bill comes from: the other fields of its consommation."""

    reservation: int
    regie: int
    payeur: int
    quotient: Decimal | None
    grille: int


class Jour(NamedTuple):
    """A booking to bill."""

    reservation: int
    payeur: int
    foyer: int | None
    enfant: int
    formule: int
    date: date


def a_facturer(regie: Regie, mois: date, *, payeurs: list[int] | None = None) -> list[Jour]:
    """The month's bookings that no invoice bills yet, by payer, oldest child first.

    Two plain queries rather than one anti-join: during a closing the tables grow faster than the planner's statistics,
    and a plan made for empty tables took minutes.
    """
    periode = (mois, dernier_du_mois(mois))
    du_mois = Reservation.objects.a_facturer(regie=regie, du=periode[0], au=periode[1])
    deja = Consommation.objects.filter(regie=regie, date__range=periode, facturee__isnull=False)
    if payeurs is not None:
        du_mois, deja = du_mois.filter(payeur__in=payeurs), deja.filter(payeur__in=payeurs)
    facturees = set(deja.values_list("reservation_id", flat=True))
    colonnes = ("pk", "payeur_id", "payeur__foyer_id", "enfant_id", "formule_id", "date")
    ordre = ("payeur_id", "enfant__naissance", "enfant_id", "formule_id", "date")
    return [Jour(*ligne) for ligne in du_mois.order_by(*ordre).values_list(*colonnes) if ligne[0] not in facturees]


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


def emettre(serie: Serie, *, mois: date, payeurs: Iterable[int], echeance: date, cloture=None) -> list[Facture]:
    """Issue one invoice for each of ``payeurs`` with something to bill; ``serie`` is locked by the caller."""
    payeurs = list(payeurs)
    paquets = _lire(serie.regie, mois, payeurs)
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
            echeance=echeance,
            total=totaliser(lignes),
            famille_numero=debiteurs[payeur].numero,
            debiteur=debiteurs[payeur].nom,
            adresse=debiteurs[payeur].adresse,
        )
        for rang, (payeur, lignes) in enumerate(lignes_par_payeur.items(), start=1)
    ]
    Facture.objects.bulk_create(factures)
    _ecrire_lignes([(f, ligne) for f in factures for ligne in lignes_par_payeur[f.payeur_id]])
    serie.dernier += len(factures)
    serie.save(update_fields=["dernier"])
    for prolongement in extensions.A_L_EMISSION_DE_FACTURES:
        prolongement(factures=factures)
    return factures


def _lire(regie, mois, payeurs):
    """The things to bill by payer, priced, each with where it comes from."""
    jours = a_facturer(regie, mois, payeurs=payeurs)
    tarifs = Tarificateur({j.formule for j in jours}, {j.foyer for j in jours}, verrou=True)
    par_enfant = {formule for formule in {j.formule for j in jours} if tarifs.selon_l_enfant(formule)}
    prix_connus, paquets = {}, {}
    for j in jours:
        cle = (j.formule, j.foyer, j.date, j.enfant if j.formule in par_enfant else None)
        if cle not in prix_connus:
            prix_connus[cle] = _prix(tarifs, *cle)
        prix, grille, explication = prix_connus[cle]
        source = Source(j.reservation, regie.pk, j.payeur, prix.quotient, grille.pk)
        element = Element(j.enfant, j.formule, j.date, prix.montant, explication, source)
        paquets.setdefault(j.payeur, []).append(element)
    return paquets


def _prix(tarifs, formule, foyer, jour, enfant):
    tarif = tarifs.tarif(formule, foyer, jour, enfant)
    if tarif is None:
        raise Refus(f"Aucune grille tarifaire ne s’applique le {date_longue(jour, annee=True)}.", code="sans_grille")
    return tarif.prix, tarif.grille, expliquer(tarif.prix)


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


def _ecrire_lignes(couples: list[tuple[Facture, Ligne]]):
    """Write the lines, their consommations and which line bills which."""
    enfants = Enfant.objects.in_bulk({ligne.enfant for _, ligne in couples})
    formules = Formule.objects.select_related("activite").in_bulk({ligne.formule for _, ligne in couples})
    lignes = LigneFacture.objects.bulk_create(
        LigneFacture(
            facture=facture,
            enfant_id=ligne.enfant,
            enfant_nom=str(enfants[ligne.enfant]),
            libelle=_libelle(formules[ligne.formule]),
            du=ligne.jours[0],
            au=ligne.jours[-1],
            jours=[jour.isoformat() for jour in ligne.jours],
            quantite=ligne.quantite,
            prix_unitaire=ligne.prix_unitaire,
            montant=ligne.montant,
            explication=ligne.explication,
        )
        for facture, ligne in couples
    )
    rangs = [ecrite.pk for ecrite, (_, ligne) in zip(lignes, couples, strict=True) for _ in ligne.elements]
    _ecrire_consommations([e for _, ligne in couples for e in ligne.elements], rangs)


# Tens of thousands of rows at each closing: as model instances they would take most of its time.
# A consommation freed by an avoir is written again, with the quotient and the grid as they are now.
ECRIRE_CONSOMMATIONS = """
    WITH ecrites AS (
        INSERT INTO facturation_consommation
            (reservation_id, regie_id, payeur_id, enfant_id, formule_id, date, prix, quotient, grille_id)
        SELECT * FROM unnest(
            %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
            %s::date[], %s::numeric[], %s::numeric[], %s::bigint[]
        )
        ON CONFLICT (reservation_id) DO UPDATE SET
            regie_id = EXCLUDED.regie_id, payeur_id = EXCLUDED.payeur_id, enfant_id = EXCLUDED.enfant_id,
            formule_id = EXCLUDED.formule_id, date = EXCLUDED.date, prix = EXCLUDED.prix,
            quotient = EXCLUDED.quotient, grille_id = EXCLUDED.grille_id
        RETURNING id, reservation_id
    )
    INSERT INTO facturation_facturee (consommation_id, ligne_id)
    SELECT ecrites.id, lignes.ligne
    FROM ecrites JOIN unnest(%s::bigint[], %s::bigint[]) AS lignes (reservation, ligne)
        ON lignes.reservation = ecrites.reservation_id
"""


def _ecrire_consommations(elements: list[Element], lignes: list[int]):
    """Write what is billed and which line bills it; ``lignes``: the line of each element."""
    if not elements:
        return
    colonnes = [
        list(colonne)
        for colonne in zip(
            *(
                (s.reservation, s.regie, s.payeur, e.enfant, e.formule, e.jour, e.prix, s.quotient, s.grille)
                for e, s in ((element, element.source) for element in elements)
            ),
            strict=True,
        )
    ]
    with connection.cursor() as curseur:
        curseur.execute(ECRIRE_CONSOMMATIONS, [*colonnes, colonnes[0], lignes])


def _libelle(formule):
    return f"{formule.activite.nom}{INSECABLE}: {formule.nom[:1].lower()}{formule.nom[1:]}"
