"""Exporting: what the actor sees, without live formulas, written down."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from renda.exchange import services
from renda.exchange.reading import read_table
from renda.exchange.sheets import LIVE, safe_text, write_sheet
from renda.kernel.actor import system
from renda.kernel.errors import Missing, NotAllowed
from renda.proceedings.models import Proceeding
from renda.records.models import Entry
from tests import factories
from tests.exchange.test_import import good, listing, take

FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "-", "=HYPERLINK(1)"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_never_holds_a_live_formula(text: str) -> None:
    assert safe_text(text).startswith("'")


@given(st.text(max_size=40))
def test_no_text_begins_as_a_formula(text: str) -> None:
    assert not LIVE.match(safe_text(text))


def test_a_workbook_holds_texts_only(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    write_sheet(path, title="清单/1", headings=["甲"], rows=[[text] for text in FORMULAS])

    cells = [row[0] for row in load_workbook(path).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][:4] == FORMULAS[:4]


def test_rare_characters_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    write_sheet(path, title="名单", headings=["姓名"], rows=[["王𠮷明"], ["𬱖😀"]])

    assert read_table(path.read_bytes(), name="a.xlsx") == [["姓名"], ["王𠮷明"], ["𬱖😀"]]


@pytest.mark.django_db
def test_an_export_holds_only_what_the_actor_sees_and_is_recorded(tmp_path: Path) -> None:
    congress, other = factories.make_congress(), factories.make_congress()
    take(
        tmp_path,
        listing(good(1), good(2, 类别标记="A", 主办单位="市公安局", 协办单位="")),
        congress=congress,
    )
    take(tmp_path, listing(good(9, 案由="金丝雀另一人大的建议")), congress=other)
    clerk = factories.make_actor(congress=congress, role="office_clerk")
    unit = Proceeding.objects.get(number="2017导001").lead_body
    handler = factories.make_actor(congress=congress, role="handler", body=unit)
    path = tmp_path / "out.csv"

    def numbers(actor, **query: str) -> list[str]:
        services.export_list("suggestions", path=path, congress=congress, actor=actor, query=query)
        words = path.read_text("utf-8-sig")
        assert "金丝雀" not in words
        return [row[0] for row in csv.reader(io.StringIO(words))][1:]

    assert sorted(numbers(clerk)) == ["2017导001", "2017导002"]
    assert numbers(clerk, state="replied") == ["2017导002"]
    assert numbers(clerk, unit=str(unit.pk)) == ["2017导001"]
    assert numbers(handler) == ["2017导001"]
    assert sorted(numbers(system(congress.pk))) == ["2017导001", "2017导002"]
    entries = Entry.objects.filter(verb="list.export").order_by("pk")
    assert [(e.account_id, e.facts["rows"]) for e in entries][:2] == [
        (clerk.account_id, 2),
        (clerk.account_id, 1),
    ]


@pytest.mark.django_db
def test_lists_are_refused_to_whom_they_are_not_for(tmp_path: Path, client) -> None:
    congress, path = factories.make_congress(), tmp_path / "a.xlsx"
    deputy = factories.make_seat(
        congress=congress, role="handler", body=factories.make_body(congress=congress)
    )

    with pytest.raises(NotAllowed):
        services.export_list(
            "bodies", path=path, congress=congress, actor=factories.actor_of(seat=deputy)
        )
    with pytest.raises(Missing):
        services.export_list("nothing", path=path, congress=congress, actor=system(congress.pk))
    factories.sign_in(client, seat=deputy)
    assert client.post(reverse("exchange:export", args=["bodies"])).status_code == 404
    assert client.get(reverse("exchange:export", args=["suggestions"])).status_code == 405
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_the_page_hands_out_a_workbook(client) -> None:
    congress = factories.make_congress()
    factories.make_body(congress=congress, name="=局")
    factories.make_body(congress=factories.make_congress(), name="金丝雀局")
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="administrator"))

    answer = client.post(reverse("exchange:export", args=["bodies"]), {"format": "xlsx"})

    sheet = load_workbook(io.BytesIO(b"".join(answer))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["=局"]
    assert sheet["A2"].data_type == "s"
