app_name = "demarches"
urlpatterns = []
