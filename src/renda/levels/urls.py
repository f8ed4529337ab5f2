"""Routes of the levels."""

from django.urls import path

from renda.levels import views

app_name = "levels"
urlpatterns = [
    path("", views.listing, name="list"),
    path("below/", views.from_below, name="below"),
    path("figures/", views.figures, name="figures"),
    path("new/<uuid:matter_id>/", views.pass_up, name="pass_up"),
    path("passed/<uuid:public_id>/", views.passed, name="passed"),
    path("asked/<uuid:public_id>/", views.asked, name="asked"),
]
