"""Routes of login, one's own account, and the administration of accounts."""

from django.urls import path

from renda.access import views

app_name = "access"

login_urls = [
    path("login/", views.log_in, name="login"),
    path("login/code/", views.code, name="code"),
    path("login/set-up/", views.enrol, name="enrol"),
    path("login/kept/", views.resume, name="resume"),
    path("login/help/", views.forgot, name="forgot"),
    path("logout/", views.log_out, name="logout"),
    path("seat/", views.switch, name="switch"),
    path("slip/", views.typed, name="typed"),
    path("slip/password/", views.choose_password, name="choose_password"),
    path("slip/<str:secret>/", views.activate, name="activate"),
]
own_urls = [
    path("account/", views.profile, name="profile"),
    path("account/password/", views.password, name="password"),
    path("account/large-type/", views.large_type, name="large_type"),
    path("account/sessions/end/", views.sessions_end, name="sessions_end"),
    path("account/two-step/", views.factor, name="factor"),
    path("account/two-step/begin/", views.factor_begin, name="factor_begin"),
    path("account/two-step/qr.svg", views.qr, name="qr"),
    path("account/two-step/off/", views.factor_drop, name="factor_drop"),
    path("account/two-step/codes/", views.factor_renew, name="factor_renew"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/new/", views.token_new, name="token_new"),
    path("account/tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
]
administration_urls = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.account_new, name="account_new"),
    path("accounts/slips/", views.slips, name="slips"),
    path("accounts/<uuid:public_id>/", views.account, name="account"),
    path("accounts/<uuid:public_id>/seat/", views.seat_new, name="seat_new"),
    path("accounts/<uuid:public_id>/mail/", views.mail, name="mail"),
    path("accounts/<uuid:public_id>/close/", views.close, name="close"),
    path("accounts/<uuid:public_id>/reopen/", views.reopen, name="reopen"),
    path("accounts/<uuid:public_id>/hand-over/", views.hand_over, name="hand_over"),
    path("seats/<int:pk>/end/", views.seat_end, name="seat_end"),
    path("seats/<int:pk>/stand-in/", views.seat_deputise, name="seat_deputise"),
    path("stand-ins/<int:pk>/end/", views.deputising_end, name="deputising_end"),
]

urlpatterns = [*login_urls, *own_urls, *administration_urls]
