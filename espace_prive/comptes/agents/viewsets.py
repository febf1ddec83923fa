"""« Personnel »: Wagtail's screen of users, limited to the staff and to what an administrator may give."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import groups
from wagtail.users.views.users import (
    CreateView,
    EditView,
    HistoryView,
    IndexView,
    UserFilterSet,
    UserViewSet,
)

from common import journal
from common.actions import ActionJournal
from common.errors import Refus
from common.words import typo
from common.words.noms import cle_de_tri
from commune.models import Service
from espace_prive.comptes import services
from espace_prive.comptes.models import Utilisateur

# The right that opens the families of all services (``famille.acces.portee``), by its last word.
TOUS = "tous_les_services"


class PersonnelMixin(forms.ModelForm):
    """A member of the staff has a role; only a superuser makes another."""

    def __init__(self, *args, for_user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].label = "Rôles"
        self.fields["groups"].help_text = ""
        if not (for_user and for_user.is_superuser) and "is_superuser" in self.fields:
            # A disabled field keeps its value whatever is posted.
            self.fields["is_superuser"].disabled = True

    def _pris(self, champ, phrase):
        valeur = self.cleaned_data[champ]
        if Utilisateur.objects.filter(**{f"{champ}__iexact": valeur}).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(phrase, code="pris")
        return valeur

    def clean_identifiant(self):
        return self._pris("identifiant", "Cet identifiant est déjà pris. Choisissez-en un autre.")

    def clean_email(self):
        return self._pris("email", "Un compte existe déjà avec cette adresse électronique.")

    def clean(self):
        donnees = super().clean()
        if not donnees.get("groups") and not donnees.get("is_superuser", self.instance.is_superuser):
            self.add_error("groups", "Choisissez au moins un rôle. Pour fermer un compte, décochez « Actif ».")
        return donnees

    def save(self, commit=True):
        self.instance.is_staff = True
        return super().save(commit)


class CreationForm(PersonnelMixin, UserCreationForm):
    """A new member of the staff, with services: the first password is chosen by the person, by a link."""

    services = forms.ModelMultipleChoiceField(
        label="Services", queryset=Service.objects.all(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Leurs messages. Les rôles « Agents d’un service » et « Responsables de service » lisent aussi, et "
        "seulement, leurs familles et leurs effectifs : sans service coché, aucune famille. Pour un seul lieu d’un "
        "service, ne cochez rien ici : choisissez-le ensuite sur la fiche de la personne.",
    )  # fmt: skip

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class ModificationForm(PersonnelMixin, UserEditForm):
    """A member of the staff. A new address, by which the account can be taken over, needs a code."""

    code = forms.CharField(
        label="Votre code, pour changer l’adresse électronique", max_length=20, required=False,
        help_text="Celui que montre maintenant votre application d’authentification. La personne est prévenue à son "
        "ancienne adresse.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args, for_user=None, **kwargs):
        super().__init__(*args, for_user=for_user, **kwargs)
        self.par = for_user

    def clean(self):
        donnees = super().clean()
        if not self.errors and "email" in self.changed_data:
            try:
                services.exiger_code(self.par, donnees.get("code", ""))
            except Refus as refus:
                self.add_error("code", refus)
        return donnees


class FiltrePersonnel(UserFilterSet):
    """Wagtail's filters without its date picker, which wants an inline script."""

    last_login = None


class ListeDuPersonnel(IndexView):
    """The staff, and nobody else: parents are read in their family file."""

    page_title = "Personnel"
    add_item_label = "Ajouter une personne"

    @cached_property
    def search_fields(self):
        return {"identifiant", "first_name", "last_name", "email"}

    @cached_property
    def columns(self):
        siennes = [
            Column("roles", label="Rôles", accessor=_liste_des_roles),
            Column("services", label="Services", accessor=ses_services),
        ]
        gardees = [c for c in super().columns if c.name not in ("is_superuser", "bulk_actions")]
        return [*gardees[:2], *siennes, *gardees[2:]]

    def get_delete_url(self, instance):
        """Close an account, never delete it: nobody else may take the name that the journal gives."""
        return None

    def get_base_queryset(self):
        personnel = super().get_base_queryset().filter(is_staff=True)
        return personnel.prefetch_related("groups__permissions", "habilitations__service", "habilitations__lieu")


def _liste_des_roles(personne):
    return typo.enumeration(sorted(groupe.name for groupe in personne.groups.all())) or (
        "Administrateur du site" if personne.is_superuser else "Aucun"
    )


def ses_services(personne) -> str:
    tous = personne.is_superuser or any(
        permission.codename == TOUS for groupe in personne.groups.all() for permission in groupe.permissions.all()
    )
    siens = sorted({str(h.lieu) if h.lieu else h.service.nom for h in personne.habilitations.all()}, key=cle_de_tri)
    return "Tous" if tous else typo.enumeration(siens) or "Aucun"


class DuPersonnel:
    """Limit these pages to the staff's accounts (families' have their own), and superusers to superusers."""

    def get_object(self, queryset=None):
        objet = super().get_object() if queryset is None else super().get_object(queryset)
        if not objet.is_staff or (objet.is_superuser and not self.request.user.is_superuser):
            raise PermissionDenied
        return objet


class PourQui(DuPersonnel):
    """Tell the form who is filling it."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"for_user": self.request.user}


class Historique(DuPersonnel, HistoryView):
    """What was changed in an account of the staff."""


class Emplois(DuPersonnel, UserViewSet.usage_view_class):
    """What names an account of the staff."""


class Ajouter(PourQui, CreateView):
    page_title = "Ajouter une personne"

    def form_valid(self, form):
        """Say in words, beside the field, that another page created this person since the form was shown."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:
            form.add_error("email", "Ce compte vient d’être créé par une autre page : cherchez-le dans la liste.")
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self):
        personne = super().save_instance()
        entiers = {(service.pk, None) for service in self.form.cleaned_data["services"]}
        services.habiliter(personne, entiers, connues=set(), par=self.request.user)
        journal.noter(ActionJournal.AJOUT_AU_PERSONNEL, personne, par=self.request.user, roles=_roles(personne))
        services.inviter_agent(personne)
        return personne


class Modifier(PourQui, EditView):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    def get_context_data(self, **kwargs):
        soi = self.object.pk == self.request.user.pk
        adresses = {
            "retirer_url": "" if soi else reverse("retirer_second_facteur", args=[self.object.pk]),
            "deconnecter_url": "" if soi else reverse("fermer_sessions", args=[self.object.pk]),
            "services_url": reverse("services_d_un_agent", args=[self.object.pk]),
            "services_dits": ses_services(self.object),
        }
        return super().get_context_data(**kwargs) | {"appareil": services.appareil_de(self.object)} | adresses

    @transaction.atomic
    def save_instance(self):
        qui = ("first_name", "last_name", "email", "identifiant", "is_active")
        avant = Utilisateur.objects.filter(pk=self.object.pk).values(*qui).get()
        personne = super().save_instance()
        journal.noter(ActionJournal.MODIFICATION_DU_PERSONNEL, personne, par=self.request.user, roles=_roles(personne))
        services.noter_les_changements(personne, avant=avant, par=self.request.user)
        if not personne.is_active:
            services.fermer_les_sessions(personne, par=self.request.user, motif="compte fermé")
        return personne


def _roles(personne):
    return sorted(personne.groups.values_list("name", flat=True))


class UtilisateurViewSet(UserViewSet):
    """Wagtail's viewset of users, with our forms and views."""

    menu_label = "Personnel"
    filterset_class = FiltrePersonnel
    index_view_class = ListeDuPersonnel
    add_view_class = Ajouter
    edit_view_class = Modifier
    history_view_class = Historique
    usage_view_class = Emplois
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"delete_url_name": None, **kwargs})

    def get_urlpatterns(self):
        return [motif for motif in super().get_urlpatterns() if motif.name != "delete"]

    def get_form_class(self, for_update=False):
        return ModificationForm if for_update else CreationForm


def droits_du_role(pk) -> dict:
    """All that a role allows, in words; nothing for a role that was deleted."""
    role = Group.objects.filter(pk=pk).first()
    if role is None:
        return {}
    pages = role.page_permissions.order_by("page_id", "permission__codename")
    collections = role.collection_permissions.order_by("collection_id", "permission__codename")
    return {
        "nom": role.name,
        "droits": sorted(f"{p.content_type.app_label}.{p.codename}" for p in role.permissions.all()),
        "pages": [f"{page} {droit}" for page, droit in pages.values_list("page_id", "permission__codename")],
        "collections": [
            f"{c} {droit}" for c, droit in collections.values_list("collection_id", "permission__codename")
        ],
    }


class RoleTenu:
    """Only an administrator of the site changes what a role allows; the journal has it before and after."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        avant = droits_du_role(kwargs.get("pk"))
        reponse = super().post(request, *args, **kwargs)
        role = Group(pk=kwargs.get("pk") or self.object.pk)
        apres = droits_du_role(role.pk)
        if avant != apres:
            journal.noter(self.ce_que_c_est, role, par=request.user, avant=avant, apres=apres)
        return reponse


class AjouterUnRole(RoleTenu, groups.CreateView):
    ce_que_c_est = ActionJournal.ROLE_AJOUTE


class ModifierUnRole(RoleTenu, groups.EditView):
    ce_que_c_est = ActionJournal.ROLE_MODIFIE


class SupprimerUnRole(RoleTenu, groups.DeleteView):
    ce_que_c_est = ActionJournal.ROLE_SUPPRIME


class RoleViewSet(groups.GroupViewSet):
    """Wagtail's viewset of groups, with our views."""

    add_view_class = AjouterUnRole
    edit_view_class = ModifierUnRole
    delete_view_class = SupprimerUnRole
