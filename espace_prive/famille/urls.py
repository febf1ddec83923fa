app_name = "famille"
urlpatterns = []
