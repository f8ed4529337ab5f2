"""Routes of background work."""

from django.urls import path

from renda.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="list"),
    path("<int:pk>/retry/", views.retry, name="retry"),
]
