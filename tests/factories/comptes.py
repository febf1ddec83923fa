import factory

from espace_prive.comptes.models import Utilisateur

MOT_DE_PASSE = "quatre-chevaux-verts"


class UtilisateurFactory(factory.django.DjangoModelFactory):
    """A person with an activated account; the password is MOT_DE_PASSE."""

    class Meta:
        model = Utilisateur
        skip_postgeneration_save = True

    identifiant = factory.Sequence(lambda n: f"personne{n}")
    email = factory.Sequence(lambda n: f"personne{n}@courriel.example")
    first_name = "Camille"
    last_name = "Rivière"
    civilite = "mme"
    password = factory.django.Password(MOT_DE_PASSE)
