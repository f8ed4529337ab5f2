"""Routes of inspections."""

from django.urls import path

from renda.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:public_id>/", views.detail, name="detail"),
]
