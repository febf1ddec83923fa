"""The agents' screens of absences: what waits, the document, the answer with what it changes, and its undoing."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import journal
from common.staff.forms import button, form_page
from common.web.forms import saisie
from common.web.http import agent_requis
from common.words import typo
from espace_prive.documents.reponses import repondre
from espace_prive.famille.acces.lectures import noter_ouverture
from espace_prive.famille.acces.portee import ecartes, lisibles_parmi, peut_soigner, portee
from espace_prive.famille.models import Enfant, Foyer
from reservations.planning.agents.forms import A_EXAMINER, TOUTES, DecisionForm, RechercheAbsencesForm
from reservations.planning.enums import EffetAbsence, EtatReservation, GesteAbsence, Jugement
from reservations.planning.extensions import sur_factures
from reservations.planning.models import Absence
from reservations.planning.services import decider, issues, revenir, version

JUGER = "planning.juger_absences"
PAR_PAGE = 30


def absences_de(agent):
    """Give the absences that the agent may read: of its services and places, of no child it is barred from.

    A day told in time is cancelled: nothing is to be decided of it.
    """
    toutes = Absence.objects.filter(reservation__etat=EtatReservation.CONFIRMEE)
    moi = portee(agent)
    if not moi.tous:
        toutes = toutes.filter(moi.de("reservation__formule__activite__service", "reservation__lieu"))
    return toutes.exclude(reservation__enfant__in=ecartes(agent)).select_related(
        "reservation__enfant", "reservation__payeur__foyer", "reservation__formule__activite", "reservation__lieu",
        "justificatif", "demarche",
    )  # fmt: skip


def _cherchees(request):
    form = RechercheAbsencesForm(request.GET or {"etat": A_EXAMINER}, agent=request.user)
    absences = absences_de(request.user).order_by("reservation__date", "pk")
    if not form.is_valid():
        return form, absences.none()
    voulu = form.cleaned_data
    etat = voulu["etat"] or A_EXAMINER
    if etat == A_EXAMINER:
        absences = absences.filter(jugement="", justificatif__isnull=False)
    elif etat != TOUTES:
        absences = absences.filter(jugement=etat)
    if voulu["activite"]:
        absences = absences.filter(reservation__formule__activite=voulu["activite"])
    if voulu["texte"]:
        trouves = Foyer.objects.recherche(voulu["texte"])
        absences = absences.filter(reservation__payeur__foyer__in=trouves) | absences.filter(
            reservation__enfant__in=Enfant.objects.filter(rattachements__foyer__in=trouves)
        )
    return form, absences.distinct()


@agent_requis(JUGER)
@require_GET
def liste(request):
    """Those that wait for an answer, the oldest day first; and all the others by filters."""
    form, absences = _cherchees(request)
    page = Paginator(absences, PAR_PAGE).get_page(request.GET.get("page"))
    journal.noter_liste("absences", len(page.object_list), par=request.user)
    contexte = {"titre": "Absences", "form": form, "page": page}
    return render(request, "reservations/agents/absences.html", contexte, status=200 if form.is_valid() else 422)


def _dossier(request, pk):
    """Give an absence and those told with it for the same child, that the agent may read, by day."""
    siennes = absences_de(request.user)
    une = get_object_or_404(siennes, pk=pk)
    soeurs = siennes.filter(demarche=une.demarche_id, reservation__enfant=une.reservation.enfant_id)
    return une, list(soeurs.order_by("reservation__date", "pk")) if une.demarche_id else [une]


@agent_requis(JUGER)
@require_http_methods(["GET", "POST"])
def examiner(request, pk):
    """What was told, the document, what each answer would change; then the answer."""
    une, absences = _dossier(request, pk)
    enfant = une.reservation.enfant
    form = DecisionForm(saisie(request), initial={"vu": version(absences)})
    dernieres = [a.decisions.order_by("-pk").first() for a in absences]
    page = form_page(
        request, form, titre=f"Absence {typo.de(enfant.prenom)} {enfant.nom}", retour=reverse("absences_agents"),
        template="reservations/agents/absence.html", vers=reverse("absence_agent", args=[pk]),
        succes="La réponse est enregistrée, et la famille prévenue si elle a une adresse électronique.",
        action=lambda: decider(
            [a.pk for a in absences], par=request.user, **form.cleaned_data
        ),
        lisibles=lisibles_parmi(request.user, [une.reservation.payeur.foyer_id]),
        absence=une, absences=absences, reponses=_reponses(absences),
        historique=sorted((d for a in absences for d in a.decisions.select_related("par", "absence__reservation")),
                          key=lambda d: -d.pk),
        defaisable=any(d is not None and d.geste == GesteAbsence.DECISION for d in dernieres),
        document=une.justificatif if peut_soigner(request.user, enfant) else None,
        ferme=une.justificatif is not None and not peut_soigner(request.user, enfant),
    )  # fmt: skip
    if page.status_code != 302:  # the page was shown, at first or for what it refuses
        noter_ouverture(enfant, par=request.user, quoi=f"absence du {typo.date_longue(une.reservation.date)}")
    return page


def _reponses(absences):
    """Say, for each answer, what it changes day by day: [(answer, [(day, sentence, change of the bill)])]."""
    facturees, trouvees = sur_factures({a.reservation_id for a in absences}), issues(absences)
    return [
        (
            Jugement(jugement).label,
            [(a, _facture(a, dites[a.pk][0], facturees.get(a.reservation_id)), dites[a.pk][1]) for a in absences],
        )
        for jugement, dites in trouvees.items()
    ]


def _facture(absence, effet, facturee) -> str:
    """Say what changes on the bill when the effect becomes ``effet``."""
    avant, apres = absence.effet != EffetAbsence.NON_FACTUREE, effet != EffetAbsence.NON_FACTUREE
    excusee = absence.effet in (EffetAbsence.A_JUSTIFIER, EffetAbsence.CARENCE)
    if excusee and effet == EffetAbsence.FACTUREE:
        return "reste facturé, avec la majoration d’absence de l’activité s’il y en a une"
    if avant == apres:
        return "rien ne change"
    if not apres and facturee:
        somme = typo.montant(facturee.montant)
        return f"déjà sur la facture {facturee.reference} : {somme} déduits de la prochaine"
    return "de nouveau facturé, sur la prochaine facture" if apres else "ne sera pas facturé"


@agent_requis(JUGER)
@require_GET
def document(request, pk):
    """The document of an absence, for who may read the health of this child; its opening is noted."""
    une, _ = _dossier(request, pk)
    enfant = une.reservation.enfant
    if une.justificatif is None or not peut_soigner(request.user, enfant):
        raise Http404
    quand = typo.date_longue(une.reservation.date)
    noter_ouverture(enfant, par=request.user, quoi=f"justificatif de l’absence du {quand}")
    return repondre(une.justificatif)


@agent_requis(JUGER)
@require_POST
def annuler_decision(request, pk):
    """Undo the last answer: all is as before it."""
    _, absences = _dossier(request, pk)
    return button(
        request, lambda: revenir([a.pk for a in absences], par=request.user), vers=reverse("absence_agent", args=[pk]),
        succes="La décision est annulée : tout est comme avant elle, et la famille est prévenue.",
    )  # fmt: skip
