"""Routes of import and export."""

from django.urls import path

from renda.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.home, name="home"),
    path("import/<uuid:public_id>/", views.run, name="run"),
    path("import/<uuid:public_id>/confirm/", views.confirm, name="confirm"),
    path("import/<uuid:public_id>/faulty.xlsx", views.faulty, name="faulty"),
    path("template/<slug:what>.xlsx", views.template, name="template"),
    path("export/<slug:what>/", views.export, name="export"),
]
