"""Who leaves the town's schools: what nobody ended is ended, once, by the promotion or by who says so."""

import html
from datetime import date

import pytest

from common import journal
from common.errors import Refus
from common.models import Journal
from commune.models import AnneeScolaire
from commune.services import importer_annee
from espace_prive.famille.agents.rentree import _dire
from espace_prive.famille.models import Payeur, Rattachement, Scolarite, SortieScolaire
from espace_prive.famille.services import scolarites
from espace_prive.garde.rentree import dire
from reservations.activites.models import Inscription
from reservations.activites.services.inscriptions import inscrire
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Reservation
from tests.factories.famille import famille
from tests.factories.famille import inscrire as inscrit
from tests.factories.reservations import reserver_jours
from tests.tools.confirmation import confirmee
from tests.tools.html import source

pytestmark = pytest.mark.django_db
VEILLE = date(2027, 8, 31)


@pytest.fixture
def suivante(donges):
    annee = importer_annee(2027, zone="B")
    type(annee).objects.filter(pk=annee.pk).update(du=date(2027, 9, 1))
    annee.refresh_from_db()
    ouvrir(donges.cantine, donges.restaurant, du=annee.du, au=date(2027, 9, 30), places=60)
    return annee


@pytest.fixture
def maison(donges, suivante):
    """Two children: the elder in CM2, paid by two homes and a third party, booked in September."""
    maison = famille(donges, enfants=2)
    maison.aine, maison.cadet = maison.enfants
    Scolarite.objects.filter(enfant=maison.aine).update(niveau="CM2")
    ailleurs = famille(donges, enfants=0)
    Rattachement.objects.create(enfant=maison.aine, foyer=ailleurs.foyer, du=date(2026, 9, 1))
    tiers = Payeur.objects.create(nom="CCAS", adresse="1 place de la Mairie")
    for payeur in (ailleurs.payeur, tiers):
        inscrit(maison.aine, payeur, donges)
    # One that has not begun, of the third party.
    inscrit(maison.cadet, tiers, donges, du=date(2027, 9, 15))
    for enfant in maison.enfants:
        reserver_jours(maison, donges, [date(2026, 12, 1), date(2027, 9, 2)], enfants=[enfant])
    return maison


def fins(enfant):
    return list(Inscription.objects.filter(enfant=enfant).order_by("pk").values_list("au", "etat"))


def vivantes(enfant):
    return list(Reservation.objects.vivantes().filter(enfant=enfant).order_by("date").values_list("date", flat=True))


def test_the_promotion_ends_what_nobody_ended_for_those_who_leave(maison, donges, suivante, agent):
    assert scolarites.promouvoir(donges.annee, suivante, par=agent) == (1, 1)
    assert fins(maison.aine) == [(VEILLE, "active")] * 3
    assert vivantes(maison.aine) == [date(2026, 12, 1)]
    assert fins(maison.cadet) == [(None, "active")] * 2
    assert len(vivantes(maison.cadet)) == 2
    ligne = Journal.objects.get(action="sortie de l’école")
    assert (ligne.objet_id, ligne.acteur_id, ligne.motif) == (str(maison.aine.pk), agent.pk, "Fin du CM2")
    assert len(ligne.donnees["arrete"]) == 4
    sortie = SortieScolaire.objects.get()
    assert (sortie.enfant, sortie.annee, sortie.motif) == (maison.aine, suivante, "Fin du CM2")
    assert (sortie.par_nom, sortie.engagements_gardes) == (journal.nom_de(agent), False)
    assert Journal.objects.filter(action="fin d’une inscription").count() == 3


def test_what_begins_with_the_new_year_was_written_for_a_child_who_leaves(maison, donges, suivante, agent):
    """An agent registered the child early, for what it does once at the collège."""
    inscription = Inscription.objects.get(enfant=maison.aine, payeur=maison.payeur)
    Inscription.objects.filter(pk=inscription.pk).update(au=VEILLE)
    inscrit(maison.aine, maison.payeur, donges, du=suivante.du)
    scolarites.promouvoir(donges.annee, suivante, par=agent)
    assert fins(maison.aine)[-1] == (None, "active")
    assert vivantes(maison.aine) == [date(2026, 12, 1), date(2027, 9, 2)]
    # Of the third party and of the other home, what went on is ended.
    assert fins(maison.aine)[:3] == [(VEILLE, "active")] * 3
    assert len(Journal.objects.get(action="sortie de l’école").donnees["arrete"]) == 2


def test_said_again_it_does_nothing_and_what_an_agent_wrote_since_stays(maison, donges, suivante, agent):
    scolarites.promouvoir(donges.annee, suivante, par=agent)
    inscrire(
        maison.aine, donges.cantine, lieu=donges.restaurant, payeur=maison.payeur, du=suivante.du, par=agent
    )  # fmt: skip
    avant = Journal.objects.count()
    assert scolarites.promouvoir(donges.annee, suivante, par=agent) == (0, 0)
    assert fins(maison.aine)[-1] == (None, "active")
    assert Journal.objects.count() == avant


def test_who_stays_down_stays_and_a_breakdown_is_taken_up_again(maison, donges, suivante, agent, monkeypatch):
    def tomber(*args, **kwargs):
        raise RuntimeError("down")

    with monkeypatch.context() as panne:
        panne.setattr(scolarites, "_sortir", tomber)
        with pytest.raises(RuntimeError):
            scolarites.promouvoir(donges.annee, suivante, par=agent)
    Scolarite.objects.create(enfant=maison.aine, annee=suivante, ecole=donges.ecole, niveau="CM2")
    assert scolarites.promouvoir(donges.annee, suivante, par=agent) == (0, 0)
    assert fins(maison.aine) == [(None, "active")] * 3
    Scolarite.objects.filter(enfant=maison.aine, annee=suivante).delete()
    assert scolarites.promouvoir(donges.annee, suivante, par=agent) == (0, 1)
    assert fins(maison.aine) == [(VEILLE, "active")] * 3


def test_an_agent_says_that_a_child_leaves_the_schools(maison, donges, suivante, client_agent, agent):
    scolarites.promouvoir(donges.annee, suivante, par=agent)
    adresse = f"/gestion/familles/{maison.foyer.pk}/enfants/{maison.cadet.pk}/scolarites/"

    def poster(**champs):
        vue = client_agent.get(adresse).context["form"]["version"].value()
        reponse = client_agent.post(adresse, {"annee": suivante.pk, "version": vue} | champs, follow=True)
        return source(reponse)

    ecole = {"ecole": donges.ecole.pk, "niveau": "CE2", "arreter": "on"}
    assert "décochez" in poster(**ecole)
    page = poster()
    assert "continue et reste facturé" in page
    assert "sans date de fin" in page
    assert fins(maison.cadet) == [(None, "active")] * 2
    # The promotion does not bring back who was said to leave.
    assert scolarites.promouvoir(donges.annee, suivante, par=agent) == (0, 0)
    assert "continue et reste" not in poster(arreter="on")
    assert fins(maison.cadet) == [(VEILLE, "active"), (None, "terminee")]
    assert vivantes(maison.cadet) == [date(2026, 12, 1)]
    assert not Scolarite.objects.filter(enfant=maison.cadet, annee=suivante).exists()
    poster(arreter="on")
    assert Journal.objects.filter(action="sortie de l’école", objet_id=str(maison.cadet.pk)).count() == 2


@pytest.mark.parametrize(
    ("fait", "suivis", "phrase"),
    [
        ((1, 1), 1, "1 enfant a son école de 2027. 1 quitte l’école : ses inscriptions sont arrêtées. "
         "1 garde est prolongée."),
        ((0, 2), 2, "0 enfant a son école de 2027. 2 quittent l’école : leurs inscriptions sont arrêtées. "
         "2 gardes sont prolongées."),
        ((2, 0), 0, "2 enfants ont leur école de 2027."),
    ],
)  # fmt: skip
def test_one_child_is_one(fait, suivis, phrase):
    assert _dire(scolarites.Promotion(*fait), 2027, [dire(suivis)]) == phrase


def test_a_year_that_is_over_or_followed_by_another_ends_nothing(maison, donges, suivante, agent):
    scolarites.promouvoir(donges.annee, suivante, par=agent)
    maison.cadet.refresh_from_db()
    assert scolarites.retirer_scolarite(
        maison.cadet, donges.annee, version=maison.cadet.version, par=agent, arreter=True
    ) == []  # fmt: skip
    assert fins(maison.cadet) == [(None, "active")] * 2


def test_who_left_in_an_earlier_year_is_caught_up_once(maison, donges, suivante, client_agent, agent):
    avant = importer_annee(2025, zone="B")
    parti, au_college, dit, redouble = (famille(donges) for _ in range(4))
    for m in (parti, au_college, dit, redouble):
        Scolarite.objects.filter(enfant=m.enfants[0]).update(annee=avant, niveau="CM2")
        Inscription.objects.filter(enfant=m.enfants[0]).update(du=date(2025, 9, 1))
    reserver_jours(parti, donges, [date(2026, 12, 1)])
    # Written once it had left; said to leave, and left so; in a school since.
    Inscription.objects.filter(enfant=au_college.enfants[0]).update(du=date(2026, 9, 1))
    SortieScolaire.objects.create(enfant=dit.enfants[0], annee=donges.annee, motif="Fin du CM2")
    Scolarite.objects.create(enfant=redouble.enfants[0], annee=donges.annee, ecole=donges.ecole, niveau="CE1")
    annees = {"de": donges.annee.pk, "vers": suivante.pk}
    apercu = source(client_agent.post("/gestion/familles/rentree/", annees))
    assert "1 enfant a fini le CM2 une année d’avant et reste inscrit" in apercu.replace("\u00a0", " ")
    page = client_agent.post("/gestion/familles/rentree/", confirmee(annees), follow=True)
    texte = source(page)
    assert "1 enfant parti une année d’avant restait inscrit : c’est arrêté aussi." in texte
    assert fins(parti.enfants[0]) == [(date(2026, 11, 10), "active")]
    assert vivantes(parti.enfants[0]) == []
    for m in (au_college, dit, redouble):
        assert fins(m.enfants[0]) == [(None, "active")]
    lignes = Journal.objects.count()
    assert scolarites.rattraper(donges.annee, par=agent) == 0
    assert Journal.objects.count() == lignes


def test_what_was_kept_on_for_who_left_is_kept_when_the_journal_is_gone(maison, donges, suivante, agent):
    """An agent said that the elder leaves before the last year, and that what is paid goes on."""
    apres = AnneeScolaire.objects.create(libelle="2028-2029", du=date(2028, 9, 1), au=date(2029, 7, 6))
    Scolarite.objects.filter(enfant=maison.aine).update(annee=donges.annee)
    Scolarite.objects.create(enfant=maison.aine, annee=suivante, ecole=donges.ecole, niveau="CM2")
    maison.aine.refresh_from_db()
    assert scolarites.retirer_scolarite(maison.aine, suivante, version=maison.aine.version, par=agent)
    assert SortieScolaire.objects.get().engagements_gardes is True
    Journal.objects.all().delete()
    assert not scolarites.oublies(apres).exists()
    assert scolarites.rattraper(apres, par=agent) == 0
    assert fins(maison.aine) == [(None, "active")] * 3
    # Said again, to end it: the same row tells so.
    maison.aine.refresh_from_db()
    scolarites.retirer_scolarite(maison.aine, suivante, version=maison.aine.version, par=agent, arreter=True)
    assert SortieScolaire.objects.get().engagements_gardes is False


def test_two_years_that_do_not_follow_each_other_are_refused_beside_the_field(donges, suivante, client_agent, agent):
    avant = importer_annee(2025, zone="B")
    page = client_agent.post("/gestion/familles/rentree/", {"de": avant.pk, "vers": suivante.pk})
    assert "ne suit pas" in html.unescape(str(page.context["form"].errors["vers"]))
    assert "vient après" in str(
        client_agent.post("/gestion/familles/rentree/", {"de": suivante.pk, "vers": avant.pk}).context["form"].errors
    )
    with pytest.raises(Refus):
        scolarites.promouvoir(avant, suivante, par=agent)


def test_after_the_promotion_the_children_to_be_told_one_by_one_are_named(client_agent, donges, agent):
    from commune.models import Ecole, Lieu

    suivante = importer_annee(2027, zone="B")
    lieu = Lieu.objects.create(code="maternelle", nom="École des Ajoncs", genre="ecole")
    maternelle = Ecole.objects.create(lieu=lieu, niveaux="PS MS GS")
    maison = famille(donges)
    (petite,) = maison.enfants
    petite.scolarites.update(ecole=maternelle, niveau="GS")
    famille(donges)
    page = source(client_agent.get("/gestion/familles/rentree/"))
    assert "À dire un par un (" not in page
    annees = confirmee({"de": donges.annee.pk, "vers": suivante.pk})
    page = source(client_agent.post("/gestion/familles/rentree/", annees, follow=True))
    assert "À dire un par un (1)" in page
    assert f'href="/gestion/familles/{maison.foyer.pk}/enfants/{petite.pk}/scolarites/"' in page
    assert str(petite) in page


def test_an_agent_is_sent_to_no_menu_that_it_has_not(client_agent, donges):
    page = source(client_agent.get("/gestion/familles/rentree/"))
    assert "« La commune »" not in page.replace("\u00a0", " ")
    assert "Un administrateur du portail l’importe" in page
