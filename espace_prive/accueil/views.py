"""The private home, a child's page, a registration's sheet. Reads every domain, writes none."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from common import clock
from common.components.affichage import Lien
from common.words import typo
from common.words.saisie import lire_mois
from espace_prive.accueil.tableau import Tableau, enfants_de
from espace_prive.agenda.presentation import bornes_du_mois, mois
from espace_prive.agenda.reading import lire
from espace_prive.droits.fiche_famille import fiche_famille as fiche_famille_pdf
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Foyer
from espace_prive.garde.planche import rubans
from espace_prive.garde.presentation import vue_de
from factures.facturation.models import Facture
from factures.tarifs.phrases import expliquer
from factures.tarifs.services import Tarificateur
from reservations.activites.models import Formule, Inscription
from reservations.planning.models import Reservation

FACTURES_MONTREES = 12
# What stays closed to an agent who acts for a family.
A_LA_FAMILLE_SEULE = {"Payer une facture", "Voir qui a consulté mon dossier", "Changer mes identifiants"}
ACCUEIL = Lien(titre="Mon accueil", url="/espace/")
# What a family can do on line: (group, ((title, name of the address, icon, in a few words), …)).
DEMARCHES = (
    (
        "Réservations",
        (
            ("Réserver ou annuler", "planning:choisir", "calendrier", "Ajouter ou annuler des jours"),
            ("Signaler une absence", "planning:absence", "absence", "Un jour où mon enfant ne viendra pas"),
            ("Répondre à la mairie", "campagnes:liste", "calendrier", "Vacances : qui viendra, et quels jours"),
            ("Mon agenda", "agenda:agenda", "calendrier", "Le mois, à imprimer ou dans mon téléphone"),
        ),
    ),
    (
        "Factures et tarifs",
        (
            ("Payer une facture", "facturation:liste", "facture", "Par carte bancaire"),
            ("Calculer mon tarif", "tarifs:calculer_pour_moi", "tarif", "Le prix de chaque activité, et pourquoi"),
        ),
    ),
    (
        "Ma famille et mes documents",
        (
            (
                "Mettre à jour mon dossier",
                "modifications:ma_famille",
                "famille",
                "Coordonnées, situation, santé, quotient",
            ),
            ("Mon entourage", "modifications:entourage", "telephone", "Qui appeler, qui vient chercher mes enfants"),
            ("Éditer mes documents", "accueil:documents", "document", "Factures, fiche famille"),
            ("Suivre mes demandes", "demarches:liste", "demarche", "Où en est chaque demande"),
            (
                "Voir qui a consulté mon dossier",
                "droits:consultations",
                "oeil",
                "Télécharger mes données, fermer mon compte",
            ),
            ("Changer mes identifiants", "comptes:mes_identifiants", "cle", "Mot de passe, adresse électronique"),
        ),
    ),
)


@require_GET
def accueil(request):
    """« Mon accueil » : what is to do, the week of each child, the way to everything."""
    return render(request, "accueil/accueil.html", {"titre": "Mon accueil", "tableau": Tableau(request.user)})


@require_GET
def plus(request):
    """The fifth place of the phone's bar: everything else."""
    return render(request, "accueil/plus.html", {"titre": "Plus", "fil": [ACCUEIL, Lien(titre="Plus")]})


@require_GET
def toutes_les_demarches(request):
    """Everything that a family can do here, in one list."""
    contexte = {
        "titre": "Toutes les démarches",
        "chapeau": "Tout ce que vous pouvez faire ici, à toute heure.",
        "groupes": [
            (
                nom,
                [
                    (titre, reverse(adresse), icone, texte)
                    for titre, adresse, icone, texte in demarches
                    if not (request.user.agit_pour and titre in A_LA_FAMILLE_SEULE)
                ],
            )
            for nom, demarches in DEMARCHES
        ],
        "fil": [ACCUEIL, Lien(titre="Toutes les démarches")],
    }
    return render(request, "accueil/toutes_les_demarches.html", contexte)


@require_GET
def documents(request):
    """« Édition de documents » : what the family may print by itself."""
    moi = perimetre(request.user)
    factures = Facture.objects.pour(moi).select_related("regie").order_by("-mois", "-emise_le", "-numero")
    lues = list(factures[: FACTURES_MONTREES + 1])
    contexte = {
        "titre": "Édition de documents",
        "chapeau": "Vos documents, à télécharger ou à imprimer.",
        "foyers": Foyer.objects.filter(pk__in=moi.foyers),
        "factures": lues[:FACTURES_MONTREES],
        "toutes": len(lues) > FACTURES_MONTREES,
        "fil": [ACCUEIL, Lien(titre="Édition de documents")],
    }
    return render(request, "accueil/documents.html", contexte)


@require_GET
def fiche_famille(request, pk):
    """The sheet of the person's own household, as a PDF made now."""
    moi = perimetre(request.user)
    foyer = get_object_or_404(Foyer, pk__in=moi.foyers & {pk})
    nom = f"fiche-famille-{foyer.numero}.pdf"
    entetes = {"Content-Disposition": f'attachment; filename="{nom}"'}
    return HttpResponse(fiche_famille_pdf(foyer, moi), content_type="application/pdf", headers=entetes)


@require_GET
def enfant(request, pk):
    """A child: school, the month's agenda, current registrations."""
    moi = perimetre(request.user)
    petit = get_object_or_404(enfants_de(moi), pk=pk)
    noter_lecture_pour_un_parent(petit, par=request.user)
    premier = _mois_demande(request)
    suivant = (premier + timedelta(days=32)).replace(day=1)
    du, au = bornes_du_mois(premier)
    contexte = {
        "titre": str(petit),
        "titre_page": f"{petit}, {typo.mois_annee(premier)}",
        "enfant": petit,
        "mois": mois(lire(moi, [petit], du, au, famille=False), premier, moi),
        "premier": premier,
        "precedent_iso": f"{premier - timedelta(days=1):%Y-%m}",
        "suivant_iso": f"{suivant:%Y-%m}",
        "garde": vue_de(petit, moi),
        "rubans": rubans([petit], moi),
        "modifier": _mois_a_modifier(petit, premier),
        "inscriptions": Inscription.objects.pour(moi)
        .actives(clock.aujourdhui(), date.max)
        .filter(enfant=petit)
        .select_related("activite", "lieu"),
        "fil": [ACCUEIL, Lien(titre=petit.prenom)],
    }
    return render(request, "accueil/enfant.html", contexte)


def _mois_a_modifier(petit, premier):
    """Give the address where the child's bookings of that month are changed; empty for a month that is over."""
    if premier < clock.aujourdhui().replace(day=1):
        return ""
    return f"{reverse('planning:mois', args=[f'{premier:%Y-%m}'])}?enfant={petit.pk}"


def _mois_demande(request):
    brut = request.GET.get("mois")
    premier = lire_mois(brut) if brut else clock.aujourdhui().replace(day=1)
    if premier is None:
        raise Http404
    return premier


@require_GET
def inscription(request, pk):
    """The sheet of a registration: where, since when, at what price and why, the next booked days."""
    fiche = get_object_or_404(
        Inscription.objects.pour(request.user).select_related("enfant", "activite__service", "lieu", "payeur__foyer"),
        pk=pk,
    )
    noter_lecture_pour_un_parent(fiche.enfant, par=request.user)
    jour = clock.aujourdhui()
    formules = list(Formule.objects.filter(activite=fiche.activite))
    tarifs = Tarificateur([f.pk for f in formules], [fiche.payeur.foyer_id])
    prix = [(f, tarifs.prix(f.pk, fiche.payeur.foyer_id, jour, fiche.enfant_id)) for f in formules]
    contexte = {
        "titre": f"{fiche.activite.nom} – {fiche.enfant.prenom}",
        "titre_page": f"Inscription : {fiche.activite.nom} – {fiche.enfant.prenom}",
        "inscription": fiche,
        "prix": [(f, p.montant, expliquer(p)) for f, p in prix if p],
        "prochaines": Reservation.objects.vivantes()
        .filter(enfant=fiche.enfant, formule__activite=fiche.activite, date__gte=jour)
        .select_related("absence")
        .order_by("date")[:10],
        "fil": [
            ACCUEIL,
            Lien(titre=fiche.enfant.prenom, url=reverse("accueil:enfant", args=[fiche.enfant_id])),
            Lien(titre=typo.typographier(fiche.activite.nom)),
        ],
    }
    return render(request, "accueil/inscription.html", contexte)
