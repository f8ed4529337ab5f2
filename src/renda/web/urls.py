"""Routes of the pages about the pages."""

from django.urls import path

from renda.web import views

app_name = "web"
urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("keyboard/", views.keyboard, name="keyboard"),
]
