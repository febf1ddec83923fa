"""The components of the portal: one tag, one template, one class, one stylesheet, one name.

Load with `{% load components %}` (and `{% load typo %}` for the filters). Arguments are given by name, past the
first; an unknown or a missing one is a TemplateSyntaxError. A literal in a tag is trusted, a variable is escaped.

Acts
  {% bouton texte="Payer 58,56 €" variante="principal" icone="" nom="" valeur="" type="submit" formulaire="" %}
  {% lien_bouton texte="Commencer" url=adresse variante="principal" icone="" precision="" %}
      variante: principal (one a screen), secondaire, discret, danger. `precision` is read aloud only.
Forms
  {% resume_erreurs form %}                 first thing of `content`; nothing when there is no error
  {% mention_obligatoire %}                 « Les champs marqués d’un * sont obligatoires. »
  {% champ form.prenom indice="" variante="" %}   any BoundField; variante="cartes" makes radio or checkbox cards
  {% formulaire form %}                     hidden fields, then every `champ`
Blocks
  {% carte titre="" niveau=2 icone="" variante="" url="" action="" %}…{% endcarte %}     variante: accent, creux
  {% tuile titre="Menus" url=adresse icone="menu" texte="" %}
  {% alerte variante="warning" titre="" role="" %}…{% endalerte %}
      variante: success, warning, danger, info
  {% bandeau titre="Mode super-usager actif" variante="warning" %}…{% endbandeau %}
  {% etat_vide titre="" texte="" url="" action="" icone="" %}
  {% fragment as pied %}…{% endfragment %}   keeps a piece of template in a variable
Data
  {% badge variante="success" texte="Traitée positivement" icone="" %}     also variante="neutral"
  {% montant facture.reste taille="grand" signe=False %}     and the filter |montant
  {% echeance moment prefixe="Avant le" proche=False %}      a date or a datetime
  {% avatar nom="Léa" rang=0 taille="" %}    face-less initial; `rang` picks one of ten tints
  {% tableau legende="Vos factures" masquer_legende=False %}<thead>…<tbody>…{% endtableau %}
      cards on a phone: give each <td> its data-titre, numbers class="chiffres"
  {% recap lignes=lignes total=total titre="" libelle_total="Total" %}   a receipt; `affichage.LigneRecap`
  {% fiche lignes=lignes %}                  question, answer, « Modifier »; `LigneFiche`
  {% progression fait=120 total=1000 libelle="Factures établies" %}
  {% chronologie etapes=etapes %}            `Etape`
  {% message auteur="" moment=moment de_moi=False %}…{% endmessage %}    one message of a thread
The family's week and month
  {% liste_taches %}{% ligne_tache titre="" url="" action="" echeance=None montant=None texte="" icone="" %}…
  {% semaine jours=jours prenom="Léa" %}     seven `JourSemaine`
  {% calendrier semaines=semaines legende="" activite="" enfant="" colonnes=jours %}
      weeks of `JourCalendrier` from `semaines_du_mois`; `colonnes` are days of the week, (0, 1, 3, 4) by default
  {% barre_recap texte="Aller à l’étape 2" %}   inside the form, after the calendars
« Notre semaine », three pieces of one form (`common.components.semaine`)
  {% outils_semaine quand="" precedent=True suivant=True enfants=enfants lien=lien mois=liens une_semaine=True %}
  {% notre_semaine semaine=semaine %}        a `SemaineMontree`; a month has one for each of its weeks
  {% barre_semaine barre=barre %}            a `Barre`, last of the form
Ways
  {% stepper etapes="Planning|Récapitulatif|Confirmation" courante=1 %}
  {% fil_ariane liens=liens %}  {% onglets liens=liens titre="" %}    `Lien`
  {% pagination page %}         a Django `Page`
  {% icone "calendrier" %}      a symbol of static/icons/sprite.svg
  url="demarches:liste"|page    the address of a named page, for any component that takes one
The staff's screens, in the admin (a way is written as by `url`: name of a page, then its arguments)
  {% entete_agents titre="" icon="group" sous_titre="" vers="" action="" retour="" retour_vers="" onglets=liens %}
  {% filtre libelle="" bouton="Rechercher" tout="" tout_vers="" %}…{% endfiltre %}     labels and fields in <div>
  {% recherche libelle="Chercher un compte" champ="Nom" valeur=q tout="Tous les comptes" tout_vers="…" %}
  {% listing colonnes="Enfant|Naissance|(Modifier)" legende="" %}{% for … %}{% rangee %}
      {% cellule entete=True %}…{% endcellule %} {% cellule classe="" %}…{% endcellule %} … {% endrangee %} …
      cards on a phone, each cell under its own heading; a title in brackets is only read aloud
  {% definitions %}{% definition "État" %}…{% enddefinition %}{% enddefinitions %}
  {% gestes %}…{% endgestes %}  {% lien_agents "familles:modifier" foyer.pk texte="Modifier" precision="" pour="" %}
      {% bouton_agents texte="" nom="" valeur="" variante="principal" petit=False %}   variante: + secondaire, danger
  {% envoi "lettre_de_cle" foyer.pk classe="" fichiers=False ailleurs=False %}…{% endenvoi %}   a form that is sent
  {% champs form %}                          its fields as Wagtail lays them out; or any bound fields
  {% aide variante="info" role="" %}…{% endaide %}     variante: info, warning, danger
  {% vide vers="" action="" %}…{% endvide %}
"""

from django import template

from common.components import actions, agents, blocks, data, family, forms, navigation, notre_semaine

register = template.Library()
for _famille in (actions, agents, blocks, data, family, forms, navigation, notre_semaine):
    register.tags.update(_famille.register.tags)
    register.filters.update(_famille.register.filters)
