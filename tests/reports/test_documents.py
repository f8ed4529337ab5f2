"""Documents: what is written in them, who makes and reads them, templates of offices."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as Word
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from renda.files.errors import Refused
from renda.files.models import File
from renda.files.services import opened
from renda.jobs.services import work_off
from renda.kernel.actor import PUBLIC
from renda.kernel.errors import Conflict, NotAllowed, WrongState
from renda.proceedings.models import Proceeding
from renda.records.models import Entry
from renda.reports import queries, services
from renda.reports.documents import content, samples, wording
from renda.reports.enums import Kind
from renda.reports.models import Document, Template
from renda.reports.rules import MADE_OF_CUTS, Cut
from tests.factories import make_file
from tests.proposals import journeys as j
from tests.proposals.pages import browser
from tests.reports import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> j.Cast:
    return j.cast()


def made(document: Document) -> dict[str, bytes]:
    """Let the worker make it; the files by kind."""
    work_off()
    document.refresh_from_db()
    assert (document.state, document.error) == ("ready", "")
    found = {}
    for file in queries.files_of([document])[document.pk]:
        with opened(file) as stream:
            found[file.kind] = stream.read()
    return found


def words_of(data: bytes) -> str:
    """All words of a docx."""
    word = Word(io.BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in word.paragraphs), *cells])


def tables_of(data: bytes) -> list[list[list[str]]]:
    word = Word(io.BytesIO(data))
    return [[[cell.text for cell in row.cells] for row in t.rows] for t in word.tables]


def pdf_words(data: bytes) -> str:
    return re.sub(r"\s", "", "".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages))


@pytest.mark.mechanism("A4")
@pytest.mark.mechanism("K3")
def test_the_bulletin_says_the_figures_in_every_format(play: j.Cast) -> None:
    counted.world(play)

    document = services.ask(Kind.BULLETIN, actor=play.clerk, cut=Cut())
    files = made(document)

    assert set(files) == {"docx", "pdf", "xlsx"}
    assert document.figures == {
        name: n for name, n in queries.totals(play.clerk, Cut()).items() if name in document.figures
    }
    said = "共收到代表议案和建议10件，其中大会期间0件"
    assert said in words_of(files["docx"])
    assert said in pdf_words(files["pdf"])
    head, *lines = next(t for t in tables_of(files["docx"]) if t[0][0] == "名称")
    total = dict(zip(head, lines[-1], strict=True))
    assert total["名称"] == "合计"
    assert [total[k] for k in ("收到", "已答复", "按期", "A类", "满意", "承诺", "兑现")] == [
        *("10", "7", "7", "5", "2", "2", "1")
    ]
    sheet = load_workbook(io.BytesIO(files["xlsx"]))["各单位"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [[str(cell) for cell in row] for row in rows] == [head, *lines]
    assert isinstance(rows[-1][1], int)
    assert Entry.objects.filter(verb="report.made").count() == 1


@pytest.mark.mechanism("K3")
@pytest.mark.statute("SUG-11")
def test_the_compilation_holds_every_text_and_no_number_of_a_person(play: j.Cast) -> None:
    j.evaluated(play, title="关于绿化街道的建议", facts="柳溪路没有树，请联系13912342046了解情况。")
    j.registered(play, title="关于保密的建议", publication="confidential")

    files = made(services.ask(Kind.COMPILATION, actor=play.clerk, cut=Cut()))

    for words in (words_of(files["docx"]), pdf_words(files["pdf"])):
        assert "关于绿化街道的建议" in words
        assert "六个站台已经全部完成改造" in words
        assert "139****2046" in words
        assert "13912342046" not in words
        assert "保密" not in words


@pytest.mark.mechanism("K3")
def test_a_unit_gets_its_own_list_and_nobody_elses(play: j.Cast) -> None:
    j.received(play, title="关于整治河道的建议", with_joint=True)
    j.received(play, title="关于增加路灯的建议")

    office = made(services.ask(Kind.UNITS, actor=play.clerk, cut=Cut()))
    joint = services.ask(Kind.UNITS, actor=play.joint_handler, cut=Cut())
    own = made(joint)

    assert len(tables_of(office["docx"])) == 2
    [[_head, line]] = tables_of(own["docx"])
    assert line[1:4] == ["关于整治河道的建议", "陶建民", "会办"]
    assert "路灯" not in words_of(own["docx"]) + pdf_words(own["pdf"])
    assert joint.body == play.joint
    with pytest.raises(NotAllowed):
        services.ask(Kind.BULLETIN, actor=play.joint_handler, cut=Cut())
    assert Document.objects.count() == 2


@pytest.mark.mechanism("K3")
@pytest.mark.statute("SUG-11")
def test_the_handling_report_names_what_is_not_settled_and_is_published(play: j.Cast) -> None:
    world = counted.world(play)
    Proceeding.objects.filter(pk=world["dissatisfied"].pk).update(visibility="public")
    document = services.ask(Kind.HANDLING, actor=play.clerk, cut=Cut())
    with pytest.raises(WrongState):
        services.publish(document, actor=play.head)
    files = made(document)

    words = words_of(files["docx"])
    assert "代表不满意、经重新办理的建议1件，逾期未答复的1件次，承诺已过期或未兑现的1项" in words
    # What will be public names published suggestions only.
    assert "关于停车难的建议" in words
    assert "关于整治河道的建议" not in words
    assert not queries.documents(PUBLIC).exists()
    with pytest.raises(NotAllowed):
        services.publish(document, actor=play.clerk)

    services.publish(document, actor=play.head)

    with pytest.raises(Conflict):
        services.publish(document, actor=play.head)
    assert list(queries.documents(PUBLIC)) == [document]
    public = {f.kind for f in File.objects.filter(owner_kind="report", is_public=True)}
    assert public == {"docx", "pdf"}
    url = reverse("portal:reports", kwargs={"congress": play.congress.slug})
    page = Client().get(url).content.decode()
    for file in File.objects.filter(owner_kind="report"):
        address = reverse("files:fetch", kwargs={"public_id": file.public_id})
        assert (address in page) == file.is_public
        answer = Client().get(address)
        answer.getvalue()  # read to the end, which closes it
        assert answer.status_code == (200 if file.is_public else 404)

    services.unpublish(document, actor=play.head)

    assert document.title not in Client().get(url).content.decode()
    assert not queries.documents(PUBLIC).exists()
    assert not File.objects.filter(owner_kind="report", is_public=True).exists()


@pytest.mark.mechanism("K3")
def test_the_dossier_holds_all_papers_with_their_digests(play: j.Cast) -> None:
    matter = j.evaluated(play, title="关于绿化街道的建议")
    scan = samples_pdf("盖章答复函")
    for name, data in (("清单.txt", "树木清单".encode()), ("答复函.pdf", scan)):
        make_file(
            actor=play.clerk,
            name=name,
            content=data,
            owner_kind="suggestion" if name.endswith("txt") else "reply",
            owner_id=matter.pk if name.endswith("txt") else matter.replies.get().pk,
        )

    document = services.ask_dossier(matter, actor=play.clerk)
    files = made(document)

    words = pdf_words(files["pdf"])
    for each in ("关于绿化街道的建议", "清交函〔2026〕12号", "满意", "清单.txt", "盖章答复函"):
        assert each in words, each
    with zipfile.ZipFile(io.BytesIO(files["zip"])) as archive:
        names = archive.namelist()
        sums = archive.read("SHA256SUMS.txt").decode().splitlines()
        for line in sums:
            digest, name = line.split("  ", 1)
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        assert archive.read("附件01 清单.txt").decode() == "树木清单"
        assert archive.read(names[0]) == files["pdf"]
    assert len(sums) == 3
    assert set(names[3:]) == {"目录.csv", "SHA256SUMS.txt"}


def samples_pdf(words: str) -> bytes:
    """A small PDF that says something."""
    from renda.reports.documents import pdf
    from renda.reports.documents.blocks import Paper

    return pdf.write(Paper("区交通运输局", words, "", "", []))


def test_internal_notes_and_refused_seats_stay_out_of_the_dossier(play: j.Cast) -> None:
    from renda.matters.services import add_note

    matter = j.evaluated(play)
    add_note(matter, actor=play.clerk, words="耳语不入卷")
    with pytest.raises(NotAllowed):
        services.ask_dossier(matter, actor=play.handler)

    files = made(services.ask_dossier(matter, actor=play.clerk))

    assert "耳语" not in pdf_words(files["pdf"])
    assert list(queries.documents(play.handler)) == []
    assert list(queries.documents(play.presidium)) == []


def test_the_same_papers_give_the_same_dossier(play: j.Cast, time_machine_at: Any) -> None:
    time_machine_at("2026-06-12T08:00:00Z")
    matter = j.evaluated(play)

    first = made(services.ask_dossier(matter, actor=play.clerk))
    second = made(services.ask_dossier(matter, actor=play.clerk))

    assert first["pdf"] == second["pdf"]
    assert first["zip"] == second["zip"]


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.mechanism("K3")
def test_one_click_on_the_page_makes_it_and_its_files_come_down(play: j.Cast) -> None:
    j.evaluated(play)
    clerk = browser(play, "clerk")
    home = clerk.get(reverse("reports:home"))
    assert [line.kind for line in home.context["kinds"]] == list(MADE_OF_CUTS)

    sent = clerk.post(reverse("reports:documents"), {"kind": "bulletin", "year": ""})
    waiting = clerk.get(sent["Location"])
    work_off()
    page = clerk.get(sent["Location"])

    assert waiting.context["is_running"]
    assert not page.context["is_running"]
    for file in page.context["files"]:
        answer = clerk.get(reverse("files:fetch", kwargs={"public_id": file.public_id}))
        assert answer.status_code == 200
        data = b"".join(answer.streaming_content)
        assert hashlib.sha256(data).hexdigest() == file.sha256
        for other in (browser(play, "handler"), browser(j.cast(), "clerk")):
            url = reverse("files:fetch", kwargs={"public_id": file.public_id})
            assert other.get(url).status_code == 404
            assert other.get(sent["Location"]).status_code == 404
    listed = clerk.get(reverse("reports:documents"))
    assert [row.document.kind for row in listed.context["rows"]] == ["bulletin"]


def test_a_seat_that_is_gone_gets_nothing_made(play: j.Cast) -> None:
    from renda.kernel.time import today

    document = services.ask(Kind.BULLETIN, actor=play.clerk, cut=Cut())
    seat = play.seats["clerk"]
    seat.until = today()
    seat.since = today().replace(year=2020)
    seat.until = today().replace(year=2021)
    seat.save()

    work_off()

    document.refresh_from_db()
    assert document.state == "failed"
    assert "no seat" in document.error
    assert not File.objects.filter(owner_kind="report").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_list(play: j.Cast, count: int, django_assert_num_queries: Any) -> None:
    for _number in range(count):
        services.ask(Kind.BULLETIN, actor=play.clerk, cut=Cut())
    client = browser(play, "clerk")
    client.get(reverse("reports:documents"))

    with django_assert_num_queries(LIST_STATEMENTS):
        page = client.get(reverse("reports:documents"))

    assert len(page.context["rows"]) == count


LIST_STATEMENTS = 5


# --- templates of the office ---------------------------------------------------------------------


def docx_of(*lines: str) -> SimpleUploadedFile:
    word = Word()
    for line in lines:
        word.add_paragraph(line)
    written = io.BytesIO()
    word.save(written)
    return SimpleUploadedFile("通报.docx", written.getvalue())


def xlsx_of(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return SimpleUploadedFile("通报.xlsx", written.getvalue())


@pytest.mark.mechanism("K3")
def test_the_office_fills_its_own_word_template(play: j.Cast) -> None:
    j.evaluated(play)
    upload = docx_of(
        "市人大用表：收到{{ 收到 }}件，答复率{{ 答复率 }}，{{ received }}",
        "{%p for 行 in 各单位 %}",
        "{{ 行.名称 }}：{{ 行.A类 }}",
        "{%p endfor %}",
    )
    services.replace_template("bulletin", format="docx", upload=upload, actor=play.clerk)

    files = made(services.ask(Kind.BULLETIN, actor=play.clerk, cut=Cut()))

    assert words_of(files["docx"]).split("\n") == [
        "市人大用表：收到1件，答复率100.0%，1",
        "区交通运输局：1",
    ]
    assert "共收到代表议案和建议1件" in pdf_words(files["pdf"])
    services.drop_template("bulletin", format="docx", actor=play.clerk)
    files = made(services.ask(Kind.BULLETIN, actor=play.clerk, cut=Cut()))
    assert "市人大用表" not in words_of(files["docx"])


@pytest.mark.mechanism("K3")
def test_the_office_fills_its_own_excel_template(play: j.Cast) -> None:
    j.evaluated(play, title="=1+1的建议")
    j.received(play, title="关于增加路灯的建议")
    upload = xlsx_of(
        ("收到", "{{ 收到 }}", "截至{{ 截止日期 }}"),
        ("标题", "状态", "双倍"),
        ("{{ 各建议.标题 }}", "{{ 各建议.办理状态 }}", "=LEN(B3)"),
        ("填表人：", "{{ 制作人 }}"),
    )
    services.replace_template("bulletin", format="xlsx", upload=upload, actor=play.clerk)

    files = made(services.ask(Kind.BULLETIN, actor=play.clerk, cut=Cut()))

    sheet = load_workbook(io.BytesIO(files["xlsx"])).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:2] == ["收到", 2]
    assert [row[0] for row in rows[2:4]] == ["=1+1的建议", "关于增加路灯的建议"]
    assert sheet["A3"].data_type == "s"
    assert [row[2] for row in rows[2:4]] == ["=LEN(B3)", "=LEN(B4)"]
    assert rows[4][:2] == ["填表人：", "许文静"]


@pytest.mark.parametrize(
    ("upload", "named"),
    [
        (docx_of("{{ 收倒 }}"), "收到"),
        (docx_of("{{ recieved }}"), "received"),
        (docx_of("{%p for u in 各单位 %}", "{{ u.名字 }}", "{%p endfor %}"), "名称"),
        (docx_of("{{ 收到.__class__ }}"), "__class__"),
        (docx_of("{{ 收到 | attr('x') }}"), "attr"),
        (docx_of("{{ range(9) }}"), "Call"),
        (docx_of("{% set x = 1 %}"), "Assign"),
        (docx_of("{%p for u in 收到 %}", "x", "{%p endfor %}"), "各单位"),
        (docx_of("{{ 收到 "), "fault"),
        (xlsx_of(("{{ 收倒 }}",)), "收到"),
        (xlsx_of(("{{ 各单位.名字 }}",)), "名称"),
        (xlsx_of(("{{ 各单位.名称 }}", "{{ 各承诺.期限 }}")), "two lists"),
        (xlsx_of(('="{{ 收到 }}"',)), "A1"),
        (xlsx_of(("没有字段",)), "no field"),
        (xlsx_of(("{{ 各单位.收到 }}",), ("=SUM(A1:A1)",)), "A2"),
    ],
)
def test_a_template_with_a_fault_is_refused_with_what_to_do(
    play: j.Cast, upload: SimpleUploadedFile, named: str
) -> None:
    upload.seek(0)
    format_ = str(upload.name).rsplit(".", 1)[1]

    with pytest.raises(Refused) as caught:
        services.replace_template("bulletin", format=format_, upload=upload, actor=play.clerk)

    assert named in caught.value.message
    assert not Template.objects.exists()
    assert not File.objects.exists()


@pytest.mark.parametrize("kind", MADE_OF_CUTS)
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_the_samples_are_templates_that_are_taken(play: j.Cast, kind: Kind, format_: str) -> None:
    upload = SimpleUploadedFile(f"样.{format_}", samples.WRITERS[format_](kind))

    kept = services.replace_template(kind, format=format_, upload=upload, actor=play.clerk)

    assert (kept.kind, Template.objects.get().kind) == (format_, kind)


def test_only_the_office_has_templates(play: j.Cast) -> None:
    for seat in ("handler", "handling", "presidium", "vice_chair", "deputy"):
        with pytest.raises(NotAllowed):
            services.replace_template(
                "bulletin", format="docx", upload=docx_of("x"), actor=getattr(play, seat)
            )
        assert browser(play, seat).get(reverse("reports:templates")).status_code == 404
    client = browser(play, "clerk")
    page = client.get(reverse("reports:templates"))
    assert page.status_code == 200
    assert "各单位" in page.content.decode()
    upload = docx_of("{{ 收倒 }}")
    answer = client.post(
        reverse("reports:templates"), {"kind": "bulletin", "format": "docx", "template": upload}
    )
    assert answer.status_code == 422
    assert "收到" in answer.content.decode()
    sample = client.get(reverse("reports:sample", kwargs={"kind": "units", "format": "xlsx"}))
    assert load_workbook(io.BytesIO(sample.content)).sheetnames == ["指标", "各办理件"]


def test_every_kind_is_worded_from_an_empty_congress(play: j.Cast) -> None:
    for kind in MADE_OF_CUTS:
        found = content.gather(play.clerk, Cut(), title="空")
        assert wording.paper(kind, found).blocks
        assert set(made(services.ask(kind, actor=play.clerk, cut=Cut()))) == {
            *("docx", "pdf", "xlsx")
        }
