"""Routes of files."""

from django.urls import path

from renda.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:public_id>/", views.fetch, name="fetch"),
    path("<uuid:public_id>/remove/", views.remove, name="remove"),
    path("<uuid:public_id>/mark/", views.mark, name="mark"),
]
