"""Routes of the desk."""

from django.urls import path

from renda.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("group/<slug:name>/", views.group, name="group"),
    path("together/", views.bulk, name="bulk"),
    path("late/", views.late, name="late"),
    path("figures/", views.figures, name="figures"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<slug:secret>.ics", views.calendar_file, name="calendar_file"),
    path("calls/", views.calls, name="calls"),
    path("calls/<int:pk>/", views.called, name="called"),
    path("calls/<int:pk>/phone/", views.phone, name="phone"),
]
