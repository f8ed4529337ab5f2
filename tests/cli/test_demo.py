"""The demo stays away from real work and from other machines."""

from __future__ import annotations

import pytest
import typer

from renda.cli import demo
from renda.congresses.models import Congress


def test_hosts_that_others_reach_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    demo.refuse_strangers(["localhost", "127.0.0.1", "[::1]"])

    with pytest.raises(typer.Exit) as refused:
        demo.refuse_strangers(["localhost", "renda.example.cn"])

    assert refused.value.exit_code == 2
    assert "Take renda.example.cn out of RENDA_HOSTS" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_database_with_a_real_congress_is_refused() -> None:
    Congress.objects.create(slug="demo", name="明川市清河区人大", level="C", is_demo=True)
    demo.refuse_real_work()

    Congress.objects.create(slug="real", name="某区人大", level="C")
    with pytest.raises(typer.Exit):
        demo.refuse_real_work()
