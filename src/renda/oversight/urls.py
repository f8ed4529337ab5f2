"""Routes of key suggestions."""

from django.urls import path

from renda.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/<uuid:matter_id>/", views.propose, name="propose"),
    path("<uuid:public_id>/", views.detail, name="detail"),
]
