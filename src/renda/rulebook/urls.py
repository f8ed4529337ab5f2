"""Routes of the rulebook."""

from django.urls import path

from renda.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("", views.rulebook, name="rulebook"),
    path("<str:key>/enter/", views.enter, name="enter"),
    path("values/<int:pk>/end/", views.end, name="end"),
]
