"""The week as the component « Notre semaine » shows it, in words. Also its bar, alone, for the page's script."""

from collections import Counter
from dataclasses import asdict
from decimal import Decimal

from django.template.loader import render_to_string
from django.urls import reverse

from cms_pages.menus.services import assiette_de
from common import clock
from common.components.affichage import Lien
from common.components.semaine import Barre, CelluleMontree, ChoixMontre, JourMontre, LigneMontree, SemaineMontree
from common.words import typo
from common.words.dates import lundi_de, premier_du_mois
from espace_prive.famille.acces.perimetre import rangs
from reservations.activites.enums import Fonctionnement, Prestation
from reservations.planning.assiettes import assiettes_de
from reservations.planning.extensions import LISTES_D_ATTENTE
from reservations.planning.planche import (
    Case,
    Planche,
    arrive,
    champ_de_l_heure,
    ecrire_choix,
    lundi_le_plus_loin,
    mois_le_plus_loin,
)
from reservations.planning.rules import EtatJour
from reservations.planning.services.reserver import montant_total

PEU_DE_PLACES = 5
SEMAINES_DU_MOIS = 4
# A deadline so near its day needs no month.
PROCHE_JOURS = 15
MOIS_MONTRES = 12
NOTES = {
    Fonctionnement.SANS_RESERVATION: "Sans réservation : ce qui est fréquenté est facturé.",
    Fonctionnement.ABONNEMENT: "Par abonnement, à l’année.",
}
# The states of a meal that can be eaten: what is on the plate is said.
SERVI = (EtatJour.LIBRE, EtatJour.RESERVE, EtatJour.RESERVE_FIGE, EtatJour.AUTRE_FOYER)
CHEZ_L_AUTRE = "chez l’autre parent"


def page(planche: Planche, brouillon, *, phrases=(), suite="") -> dict:
    """Give what the templates of the week and of the month show; ``suite``: the query that the address keeps."""
    une_semaine = (planche.au - planche.du).days < 7
    premier = premier_du_mois(planche.du)
    lundi, courante = lundi_de(planche.du), lundi_de(clock.aujourdhui())
    quand = f"Semaine du {typo.date_simple(planche.du, annee=False)}"
    quand = quand if une_semaine else typo.mois_annee(planche.du).capitalize()
    precedent = lundi > courante if une_semaine else planche.du > clock.aujourdhui()
    return {
        "titre": "Notre semaine" if une_semaine else "Notre mois",
        "titre_page": f"Réservations, {quand[:1].lower()}{quand[1:]}",
        "quand": quand,
        "semaines": _montrer_les_semaines(planche) if planche.pistes else [],
        "barre": barre(planche, brouillon),
        "vus": " ".join(_vus(planche)),
        "enfants": _enfants(planche),
        "phrases": phrases,
        "precedent": precedent,
        "suivant": lundi < lundi_le_plus_loin() if une_semaine else planche.du < mois_le_plus_loin(),
        "action": _adresse(planche, une_semaine) + suite,
        "une_semaine": une_semaine,
        "lien": Lien(titre="Le mois", url=reverse("planning:mois", args=[f"{premier:%Y-%m}"]) + suite)
        if une_semaine
        else Lien(titre="La semaine", url=reverse("planning:semaine") + suite),
        "mois": _mois_proches(premier, suite),
    }


def _montrer_les_semaines(planche) -> list[SemaineMontree]:
    """Give the weeks of the page; what is said without days is said once, after the last."""
    semaines = _semaines(planche)
    return [montrer(planche, jours, notes=jours == semaines[-1]) for jours in semaines]


def _adresse(planche, une_semaine):
    if une_semaine:
        return reverse("planning:semaine_du", args=[lundi_de(planche.du).isoformat()])
    return reverse("planning:mois", args=[f"{planche.du:%Y-%m}"])


def _mois_proches(montre, suite):
    """Give a link to each month that can be shown."""
    premier = premier_du_mois(clock.aujourdhui())
    mois = [premier_du_mois(premier, n) for n in range(MOIS_MONTRES)]
    modele = reverse("planning:mois", args=["0000-00"])
    return [
        Lien(titre=typo.mois_annee(m), url=modele.replace("0000-00", f"{m:%Y-%m}") + suite, courante=m == montre)
        for m in mois
    ]


def _semaines(planche) -> list[list]:
    """Gather the working days by week; a day on which nothing ever runs is left out of a month."""
    semaines = {}
    for jour in planche.jours:
        if jour.weekday() < 5:
            semaines.setdefault(lundi_de(jour), []).append(jour)
    return list(semaines.values())


def _enfants(planche):
    """Give (id, first name) of the children that have something to tick, to copy from."""
    connus = {p.enfant.pk: p.enfant.prenom for p, _ in planche.rangees}
    return list(connus.items()) if len(connus) > 1 else []


def _vus(planche):
    """Name what the page shows booked and that can still be cancelled."""
    for _, _, cases in planche.lignes:
        for case in cases:
            if case.etat == EtatJour.RESERVE and case.avant:
                yield ecrire_choix(case.piste, case.avant.formule, case.jour)


def montrer(planche: Planche, jours, *, notes=True) -> SemaineMontree:
    """Give some days of the page, with every row that has something on one of them."""
    rang = rangs(planche.moi)
    connues, plats = assiettes_de(planche), {}
    lignes = []
    ouvertes = list(_des_jours(planche, jours))
    titres = Counter((piste.enfant.pk, _titre(piste, famille, planche)) for piste, famille, _ in ouvertes)
    for piste, famille, siennes in ouvertes:
        titre = _titre(piste, famille, planche)
        if piste.activite.prestation == Prestation.REPAS:
            for jour in (c.jour for c in siennes if c.etat in SERVI):
                if servie := assiette_de(connues, piste.inscription.lieu_id, jour):
                    plats.setdefault(jour, {})[servie.plat] = None
        lignes.append(
            LigneMontree(
                enfant=piste.enfant.prenom,
                rang=rang.get(piste.enfant.pk, 0),
                activite=titre if titres[piste.enfant.pk, titre] == 1 else piste.activite.nom,
                icone=piste.activite.icone,
                cle=piste.cle,
                cellules=tuple(_cellule(c, planche) for c in siennes),
                remplir=any(c.etat == EtatJour.LIBRE and c.apres is None for c in siennes),
            )
        )
    for piste in planche.sans_cases if notes else ():
        lignes.append(
            LigneMontree(
                enfant=piste.enfant.prenom,
                rang=rang.get(piste.enfant.pk, 0),
                activite=piste.activite.nom_courant.capitalize(),
                icone=piste.activite.icone,
                cle=piste.cle,
                note=NOTES[piste.activite.fonctionnement],
            )
        )
    lignes.sort(key=lambda ligne: ligne.rang)
    montres = tuple(
        _jour(jour, planche, ferme=_fermeture(n, lignes), plat=" / ".join(filter(None, plats.get(jour, ()))))
        for n, jour in enumerate(jours)
    )
    return SemaineMontree(jours=montres, lignes=tuple(lignes))


def _des_jours(planche, jours):
    """Give the rows with their cells of these days, without those that never run then: the holidays' centre in March.

    One that is closed for a reason of its own stays, and says it.
    """
    for piste, famille, cases in planche.lignes:
        siennes = [c for c in cases if c.jour in jours]
        if any(c.etat != EtatJour.FERME or c.situation.motif for c in siennes):
            yield piste, famille, siennes


def _fermeture(rang, lignes) -> str:
    """Say that a day is closed for every row, and why when it is for all alike: « Fermé : Grève »; empty otherwise."""
    cellules = [ligne.cellules[rang] for ligne in lignes if ligne.cellules]
    if not all(c.etat == EtatJour.FERME for c in cellules):
        return ""
    motifs = {c.motif for c in cellules} - {""}
    return typo.typographier(f"Fermé : {motifs.pop()}") if len(motifs) == 1 else "Fermé"


def _titre(piste, famille, planche):
    """« Cantine », « Garderie, matin »: the formule is said where the activity has several rows."""
    courant = piste.activite.nom_courant.capitalize()
    plusieurs = len(planche.situations.catalogue.familles[piste.activite.pk]) > 1
    return f"{courant}, {famille[0].nom.lower()}" if plusieurs and len(famille) == 1 else courant


def _jour(jour, planche, *, ferme, plat):
    calendrier = planche.situations.delais.calendrier if planche.situations else None
    motif = ""
    if calendrier:
        motif = "Férié" if jour in calendrier.feries else calendrier.nom_des_vacances(jour)
    motif = motif or ferme
    return JourMontre(
        date=jour, titre=typo.date_longue(jour), motif=motif, plat=plat, aujourdhui=jour == clock.aujourdhui(),
    )  # fmt: skip


def _cellule(case: Case, planche) -> CelluleMontree:
    s = case.situation
    choix = tuple(_choix(o, case) for o in case.offres) if case.modifiable else ()
    montre = case.apres or case.avant
    return CelluleMontree(
        date=case.jour,
        etat=str(case.etat),
        choix=choix,
        limite=_limite(case),
        motif=_motif(case, planche),
        places=s.restantes if case.etat == EtatJour.LIBRE and (s.restantes or 0) <= PEU_DE_PLACES else None,
        qui=_qui(case, s),
        chez=CHEZ_L_AUTRE if case.chez_l_autre and case.etat in (EtatJour.LIBRE, EtatJour.RESERVE) else "",
        change=("ajout" if case.apres else "retrait") if case.changee else "",
        prise=_prise(case, montre),
        heure=_heure(case),
        acte=_acte(case),
        lien=_lien(case, planche),
    )


def _acte(case) -> tuple[str, str] | None:
    """Give the button of a full day: one asks to be told of a place."""
    if case.etat != EtatJour.COMPLET or not (case.piste.mienne and case.piste.activite.liste_attente):
        return None
    if case.avant or not LISTES_D_ATTENTE:
        return None
    return f"attendre-{ecrire_choix(case.piste, case.completes[0], case.jour)}", "Être prévenu"


def _lien(case, planche) -> tuple[str, str] | None:
    """Give the link of a day that is waited for, or of a place that is offered to who pays it."""
    if case.etat not in (EtatJour.ATTENTE, EtatJour.PROPOSE) or not case.piste.mienne:
        return None
    connues = [planche.situations.attentes.get((case.piste.enfant.pk, f.pk, case.jour)) for f in case.famille]
    connue = next((c for c in connues if c), None)
    if connue is None:
        return None
    return connue.url, "Répondre" if case.etat == EtatJour.PROPOSE else "Voir"


def _choix(offre, case) -> ChoixMontre:
    coche = case.apres is not None and case.apres.formule.pk == offre.formule.pk
    initial = case.avant is not None and case.avant.formule.pk == offre.formule.pk
    sien = case.situation.reserve_par in (None, case.situation.payeur)
    return ChoixMontre(
        valeur=ecrire_choix(case.piste, offre.formule, case.jour),
        nom=offre.formule.nom,
        coche=coche,
        initial=initial,
        prix=offre.prix if sien and case.piste.mienne else None,
    )


def _prise(case, montre) -> str:
    """Say what is booked, where several things can be; or the rank of who waits."""
    if case.etat == EtatJour.ATTENTE:
        return typo.position(case.situation.rang)
    return montre.formule.nom if montre and len(case.famille) > 1 else ""


def _heure(case):
    """Give (field, value, label) of the planned hour of a formule by the quarter; None for the others."""
    formule = case.famille[0]
    if not formule.pas or not case.modifiable:
        return None
    connue = case.apres or case.avant
    valeur = (connue.arrivee if arrive(formule) else connue.depart) if connue else None
    valeur = valeur or (formule.debut if arrive(formule) else formule.fin)
    nom = champ_de_l_heure(case.piste.cle, formule.pk, case.jour)
    return nom, valeur.isoformat("minutes") if valeur else "", "Arrivée" if arrive(formule) else "Départ"


def _limite(case) -> str:
    s = case.situation
    if case.etat == EtatJour.RESERVE:
        return f"Annulable jusqu’au {_instant(s.limite_annuler, s.jour)}"
    if case.etat == EtatJour.LIBRE:
        fin = f"jusqu’au {_instant(s.limite_reserver, s.jour)}"
        return f"Avec une majoration, {fin}" if s.majoree else f"Possible {fin}"
    if case.etat == EtatJour.RESERVE_FIGE:
        return "Plus annulable"
    return ""


def _instant(moment, jour) -> str:
    """« jeu. 12 à 9 h »; with its month when it is far from the day: short, since every cell says it."""
    proche = (jour - moment.date()).days < PROCHE_JOURS
    return f"{typo.jour_court(moment) if proche else typo.date_courte(moment)} {typo.a_heure(moment)}"


def _motif(case, planche) -> str:
    """Say in a few words why the cell cannot change; the whole sentence is that of the refusal."""
    s = case.situation
    match case.etat:
        case EtatJour.DELAI:
            return "" if s.jour < clock.aujourdhui() else f"depuis le {typo.date_courte(s.limite_reserver)}"
        case EtatJour.PAS_ENCORE:
            return f"ouvre le {typo.date_courte(s.ouvre_le)}"
        case EtatJour.PERIODE_CLOSE:
            return f"depuis le {typo.date_courte(s.ferme_le)}"
        case EtatJour.PROPOSE:
            return f"jusqu’au {_instant(s.proposee, s.jour)}"
        case EtatJour.OCCUPE:
            return s.occupe_par
        case EtatJour.CONDITION:
            return s.condition.phrase
        case EtatJour.FERME:
            calendrier = planche.situations.delais.calendrier
            if s.motif:
                return s.motif
            return "jour férié" if case.jour in calendrier.feries else calendrier.nom_des_vacances(case.jour)
    return ""


def _qui(case, s) -> str:
    """Say who booked and who pays, where two homes share the child."""
    if s.reserve_par is None or s.reserve_par == s.payeur or case.etat == EtatJour.AUTRE_FOYER:
        return ""
    return "Réservé et payé par l’autre foyer"


def barre(planche: Planche, brouillon) -> Barre:
    """Give the recap of the draft: what it comes to, its receipt, what cannot be."""
    return Barre(
        comptes=tuple(planche.comptes),
        montant=planche.montant,
        phrase=planche.phrase,
        enfants=tuple((e.prenom, tuple(lignes), total) for e, lignes, total in planche.par_enfant),
        par_mois=tuple((typo.mois_annee(m), total) for m, total in planche.par_mois),
        explications=tuple(planche.explications),
        refus=tuple(f"{r.souhait.piste.enfant.prenom} : {r.non.phrase}" for r in planche.refusees),
        numero=str(planche.numero),
        version=brouillon.version,
        pret=bool(planche.acceptees),
    )


def en_donnees(page: dict) -> dict:
    """Give the page as plain values: what a script, or another screen, reads of the same reading."""
    return {
        "titre": page["titre_page"],
        "semaines": [asdict(semaine) for semaine in page["semaines"]],
        "barre": asdict(page["barre"]),
        "vus": page["vus"].split(),
    }


def barre_seule(request, planche: Planche, brouillon) -> str:
    """Write the bar alone: the answer to the page's script."""
    return render_to_string("components/_barre_semaine.html", {"barre": barre(planche, brouillon)}, request=request)


def mois_ordinaire(planche: Planche) -> tuple[str, Decimal] | None:
    """Give (what it is, what it comes to) of an ordinary month of what a copy adds; None when it adds nothing."""
    faits = [r for r in planche.acceptees if r.souhait.ajout]
    if not faits:
        return None
    if len({lundi_de(r.souhait.jour) for r in faits}) == 1:
        return "Un mois ordinaire de quatre semaines comme celle-ci", SEMAINES_DU_MOIS * montant_total(faits)
    par_mois = {}
    for r in faits:
        par_mois.setdefault(r.souhait.jour.replace(day=1), []).append(r)
    mois = sorted(montant_total(rs) for rs in par_mois.values())
    return "Un mois ordinaire comme celui-ci", mois[len(mois) // 2]
