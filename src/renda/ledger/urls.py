"""Routes of the ledger."""

from django.urls import path

from renda.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.listing, name="list"),
    path("ageing/", views.ageing, name="ageing"),
    path("<uuid:public_id>/", views.detail, name="detail"),
]
