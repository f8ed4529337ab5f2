"""Routes of notices."""

from django.urls import path

from renda.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("how/", views.preference, name="preference"),
    path("<int:pk>/", views.follow, name="follow"),
]
