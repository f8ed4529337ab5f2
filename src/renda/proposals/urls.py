"""Routes of motions and suggestions."""

from django.urls import path

from renda.proposals import conference_views, views
from renda.proposals.letters import views as letters

app_name = "proposals"
urlpatterns = [
    path("", views.listing, name="list"),
    path("letter-template/", letters.template, name="letter_template"),
    path("letter-template/shipped/", letters.shipped_template, name="shipped_template"),
    path("new/", views.create, name="create"),
    *conference_views.urlpatterns,
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/edit/", views.edit, name="edit"),
    path("<uuid:public_id>/note/", views.note, name="note"),
    path("<uuid:public_id>/letters/<int:reply>/", letters.make, name="make_letter"),
    path("<uuid:public_id>/letters/<int:reply>/scan/", letters.scan, name="letter_scan"),
    path(
        "<uuid:public_id>/paper/evaluation/<int:row>/",
        letters.evaluation_form,
        name="evaluation_form",
    ),
    path("<uuid:public_id>/paper/cosign/", letters.cosign_sheet, name="cosign_sheet"),
    path("<uuid:public_id>/feedback/", letters.feedback, name="feedback"),
    path("<uuid:public_id>/feedback/<int:row>/", letters.feedback, name="feedback"),
]
