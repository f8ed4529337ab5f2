"""Routes of the engine's pages."""

from django.urls import path

from renda.proceedings import views

app_name = "proceedings"
urlpatterns = [
    path("<uuid:public_id>/", views.home, name="home"),
    path("<uuid:public_id>/<slug:step>/", views.step, name="step"),
    path("<uuid:public_id>/<slug:step>/<int:row>/", views.step, name="step"),
    path("<uuid:public_id>/<slug:step>/draft/", views.draft, name="draft"),
    path("<uuid:public_id>/<slug:step>/<int:row>/draft/", views.draft, name="draft"),
]
