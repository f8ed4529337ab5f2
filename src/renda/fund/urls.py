"""Routes of the fund."""

from django.urls import path

from renda.fund import views

app_name = "fund"
urlpatterns = [
    path("", views.listing, name="list"),
    path("pot/", views.set_pot, name="pot"),
    path("<int:year>/", views.account, name="account"),
    path("<int:year>/list/", views.decide, name="decide"),
    path("new/<uuid:matter_id>/", views.propose, name="propose"),
    path("<uuid:public_id>/", views.detail, name="detail"),
]
