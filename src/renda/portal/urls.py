"""Public addresses: the first part names a congress; ``large`` stands for large print."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from renda.portal import views


class Large(SlugConverter):
    """The word that asks for large print."""

    regex = "large"


register_converter(Large, "large")

_PAGES = (
    ("", views.home, "home"),
    ("suggestions/", views.suggestions, "suggestions"),
    ("suggestions/<uuid:public_id>/", views.suggestion, "suggestion"),
    ("promises/", views.promises, "promises"),
    ("fund/", views.fund, "fund"),
    ("reports/", views.reports, "reports"),
    ("data/", views.open_data, "open_data"),
)

app_name = "portal"
urlpatterns = [
    path("", views.index, name="index"),
    *(path(f"<slug:congress>/{tail}", view, name=name) for tail, view, name in _PAGES),
    *(
        path(f"<slug:congress>/<large:large>/{tail}", view, name=name)
        for tail, view, name in _PAGES
    ),
    path("<slug:congress>/suggestions/feed/", views.feed, name="feed"),
    path("<slug:congress>/data/datapackage.json", views.open_package, name="open_package"),
    path("<slug:congress>/data/<slug:name>.json", views.popolo, name="popolo"),
    path(
        "<slug:congress>/data/<slug:table>/<int:year>.<slug:kind>",
        views.open_file,
        name="open_file",
    ),
    path("<slug:congress>/sitemap.xml", views.sitemap, name="sitemap"),
]
