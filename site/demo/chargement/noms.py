"""Invented names, French of every origin; long ones and short ones, so that screens are tried with both."""

# fmt: off
NOMS = (
    "Aubry", "Barbier", "Baudoin", "Belkacem", "Bertin", "Besnard", "Boutin", "Carpentier", "Chauvet", "Cissé",
    "Collet", "Da Silva", "Delaunay", "Diallo", "Dupré", "Dos Santos", "Évrard", "Ferreira", "Fournier", "Gaillard",
    "Garnier", "Guérin", "Haddad", "Hamon", "Hubert", "Jacquet", "Kaya", "Lacroix", "Lambert", "L’Hermitte",
    "Le Gall", "Lemoine", "Mallet", "Marchand", "Mercier", "N’Diaye", "Nguyen", "Perrin", "Renaud", "Rousseau",
    "Saint-Martin", "Tessier", "Traoré", "Vasseur", "Yılmaz",
)
MERES = (
    "Anaïs", "Aurélie", "Awa", "Céline", "Élodie", "Fatoumata", "Gwenaëlle", "Inès", "Julie", "Katell", "Linh",
    "Marie-Ange", "Nolwenn", "Rozenn", "Sophie",
)
PERES = (
    "Alexandre", "Bastien", "Erwan", "Gaël", "Hugo", "Ismaël", "Jean-Baptiste", "Loïc", "Mamadou", "Mickaël",
    "Nicolas", "Olivier", "Tanguy", "Thomas",
)
PRENOMS = (
    "Adèle", "Alban", "Aliénor", "Arthur", "Awen", "Basile", "Candice", "Chloé", "Côme", "Éden", "Elouan",
    "Emma", "Enora", "Ewen", "Gabin", "Hanna", "Ilan", "Jade", "Jules", "Katell", "Léo", "Lila", "Lou",
    "Louise", "Maël", "Malo", "Manon", "Marin", "Mila", "Naël", "Nina", "Noah", "Oscar", "Romane", "Sacha",
    "Soazig", "Théa", "Titouan", "Victor", "Yuna",
)
# fmt: on
