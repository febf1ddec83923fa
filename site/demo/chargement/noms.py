"""Invented names, French of every origin; long ones and short ones, so that screens are tried with both."""

# fmt: off
NOMS = (
    "Abgrall", "Bellec", "Bocquého", "Caradec", "Cloarec", "Cozic", "Daniélou", "Derrien", "Évenou", "Floc’h",
    "Gourvennec", "Guéguen", "Hascoët", "Jaouen", "Kerdoncuff", "Kermarrec", "L’Helgoualc’h", "Labbé",
    "Le Corre", "Le Dantec", "Le Goff", "Le Meur", "Madec", "Morvan", "N’Diaye", "Nédélec", "Nguyen", "Omnès",
    "Pennec", "Philippot", "Poulain", "Prigent", "Quéré", "Riou", "Robin", "Salaün", "Santos", "Sévère",
    "Tanguy", "Thépaut", "Trévidic", "Urvoy", "Vigouroux", "Wagner", "Yılmaz",
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
