app_name = "commune"
urlpatterns = []
