"""Routes of reports."""

from django.urls import path

from renda.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.home, name="home"),
    path("records/", views.records, name="records"),
    path("documents/", views.documents, name="documents"),
    path("documents/<uuid:public_id>/", views.document, name="document"),
    path("documents/<uuid:public_id>/publish/", views.publish, name="publish"),
    path("dossier/<uuid:matter_id>/", views.dossier, name="dossier"),
    path("templates/", views.templates, name="templates"),
    path("templates/<slug:kind>/sample.<slug:format>", views.sample, name="sample"),
]
