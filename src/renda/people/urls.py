"""Addresses of persons, mandates and the roster."""

from django.urls import path

from renda.people import views

app_name = "people"

urlpatterns = [
    path("", views.deputies, name="deputies"),
    path("all/", views.everybody, name="everybody"),
    path("export/", views.export, name="export"),
    path("new/", views.person_new, name="person_new"),
    path("roster/", views.roster, name="roster"),
    path("roster/confirm/", views.roster_confirm, name="roster_confirm"),
    path("roster/template/", views.roster_template, name="roster_template"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<int:pk>/", views.decide, name="decide"),
    path("mandates/<int:pk>/", views.mandate_edit, name="mandate_edit"),
    path("mandates/<int:pk>/propose/", views.propose, name="propose"),
    path("posts/<int:pk>/end/", views.post_end, name="membership_end"),
    path("<uuid:public_id>/", views.person, name="person"),
    path("<uuid:public_id>/edit/", views.person_edit, name="person_edit"),
    path("<uuid:public_id>/unmask/", views.unmask, name="unmask"),
    path("<uuid:public_id>/mandate/", views.mandate_new, name="mandate_new"),
    path("<uuid:public_id>/post/", views.post_new, name="membership_new"),
]
