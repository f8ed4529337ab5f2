"""Addresses of the congress's own pages."""

from django.urls import path

from renda.congresses import views

app_name = "congresses"

body_urls = [
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/new/", views.body_new, name="body_new"),
    path("bodies/<int:pk>/", views.body, name="body"),
    path("bodies/<int:pk>/edit/", views.body_edit, name="body_edit"),
    path("bodies/<int:pk>/rename/", views.body_rename, name="body_rename"),
    path("bodies/<int:pk>/abolish/", views.body_abolish, name="body_abolish"),
    path("bodies/<int:pk>/merge/", views.body_merge, name="body_merge"),
    path("departments/", views.departments, name="departments"),
]
term_urls = [
    path("terms/", views.terms, name="terms"),
    path("terms/start/", views.term_start, name="term_start"),
    path("terms/prepare/", views.term_prepare, name="term_prepare"),
    path("terms/<int:pk>/roll-over/", views.roll_over, name="roll_over"),
    path("terms/<int:pk>/sessions/new/", views.session_new, name="session_new"),
    path("sessions/<int:pk>/days/", views.session_days, name="session_days"),
    path("sessions/<int:pk>/open/", views.session_open, name="session_open"),
    path("sessions/<int:pk>/close/", views.session_close, name="session_close"),
]
constituency_urls = [
    path("constituencies/", views.constituencies, name="constituencies"),
    path("constituencies/new/<int:term>/", views.constituency_new, name="constituency_new"),
    path("constituencies/<int:pk>/", views.constituency_edit, name="constituency_edit"),
    path("constituencies/<int:pk>/remove/", views.constituency_remove, name="constituency_remove"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("edit/", views.edit, name="edit"),
    path("below/", views.below, name="below"),
    path("below/new/", views.below_new, name="below_new"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/clear/", views.calendar_clear, name="calendar_clear"),
    *body_urls,
    *term_urls,
    *constituency_urls,
]
