import time, pytest
from datetime import date
from django.db import connection
from espace_prive.famille.models import *
from factures.facturation import services, tasks
from factures.facturation.models import *
from tests.factories.reservations import *
@pytest.mark.django_db(transaction=True)
def test_perf(donges, monkeypatch):
    monkeypatch.setattr("factures.facturation.services.cloture.async_task", lambda *a: None)
    from django.contrib.auth import get_user_model
    U = get_user_model()
    n=1000
    foyers = Foyer.objects.bulk_create([Foyer(numero=i+5000, nom="F%d"%i, adresse="1 rue", code_postal="44480", ville="Donges") for i in range(n)])
    payeurs = Payeur.objects.bulk_create([Payeur(foyer=f) for f in foyers])
    QuotientFamilial.objects.bulk_create([QuotientFamilial(foyer=f, valeur=i*2, source="caf", date_effet=date(2026,9,1)) for i,f in enumerate(foyers)])
    rs = Responsable.objects.bulk_create([Responsable(civilite="mme", nom="N", prenoms="P", email="a@b.example") for f in foyers])
    Appartenance.objects.bulk_create([Appartenance(responsable=r, foyer=f, du=date(2026,9,1)) for r,f in zip(rs,foyers)])
    couples=[]
    for k,nb in ((0,10),(1,9),(2,8)):
        es = Enfant.objects.bulk_create([Enfant(nom="N", prenom="E%d"%k, naissance=date(2018,1,1+k)) for _ in range(n)])
        reserver_en_nombre(list(zip(es,payeurs)), donges, jours_d_ecole(date(2026,10,1))[:nb])
    c = Cloture.objects.create(regie=donges.regie, mois=date(2026,10,1), echeance=date(2026,12,1))
    with connection.cursor() as cur: cur.execute("ANALYZE")
    def f1():
        from django.test import RequestFactory
        t=time.perf_counter()
        for _ in range(200): Regie.objects.get(pk=donges.regie.pk)
        return (time.perf_counter()-t)/200*1000
    print("query ms", f1())
    t=time.perf_counter()
    while True:
        t0=time.perf_counter()
        k = services.cloturer_lot(c.pk)
        print(k, time.perf_counter()-t0)
        if not k: break
    print("TOTAL", time.perf_counter()-t, Facture.objects.count(), Consommation.objects.count())
    t=time.perf_counter(); 
