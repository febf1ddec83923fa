"""Forms say what to do."""

from django import forms

from common.forms import Formulaire


class Inscription(Formulaire):
    nom = forms.CharField(label="Nom")
    courriel = forms.EmailField(label="Adresse électronique")
    ecole = forms.ChoiceField(label="École", choices=[("1", "Aimée-Lallement")])
    accord = forms.BooleanField(label="J’accepte le règlement")
    cle = forms.CharField(label="Clé", error_messages={"required": "Recopiez la clé reçue par courrier."})


def test_missing_answers_say_what_to_do():
    erreurs = Inscription({}).errors
    assert erreurs["nom"] == ["Renseignez «\u00a0Nom\u00a0»."]
    assert erreurs["ecole"] == ["Choisissez une réponse pour «\u00a0École\u00a0»."]
    assert erreurs["accord"] == ["Cochez «\u00a0J’accepte le règlement\u00a0» pour continuer."]


def test_a_message_of_the_field_itself_wins():
    assert Inscription({}).errors["cle"] == ["Recopiez la clé reçue par courrier."]


def test_wrong_answers_show_an_example():
    erreurs = Inscription({"courriel": "prenom", "ecole": "9"}).errors
    assert "prenom.nom@exemple.fr" in erreurs["courriel"][0]
    assert erreurs["ecole"] == ["Choisissez une des réponses proposées pour «\u00a0École\u00a0»."]


def test_one_form_does_not_change_the_class():
    Inscription({})
    assert "Renseignez" not in str(forms.CharField().error_messages["required"])
