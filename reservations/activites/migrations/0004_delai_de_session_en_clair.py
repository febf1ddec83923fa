from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activites", "0003_delai_de_session"),
    ]

    operations = [
        migrations.AlterField(
            model_name="regledelai",
            name="forme",
            field=models.CharField(
                choices=[
                    ("ouvres", "jours ouvrés avant"),
                    ("jours", "jours avant"),
                    ("session", "jours avant le premier jour ouvré des vacances"),
                ],
                default="ouvres",
                max_length=10,
                verbose_name="se compte en",
            ),
        ),
    ]
