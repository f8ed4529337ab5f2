"""Official letters and paper forms (A5, A6, SUG-14): what they say, who gets them, templates."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from renda.congresses.services import stamp_rules
from renda.files import services as files
from renda.files.enums import FileState, Purpose
from renda.files.errors import Refused
from renda.files.models import File
from renda.kernel import time
from renda.kernel.errors import NotAllowed
from renda.matters import facts as shared
from renda.matters.models import Reply
from renda.proposals.letters import block, docx, making
from renda.proposals.models import Cosignature
from renda.rulebook.models import RuleValue
from tests.factories import make_body, make_seat, sign_in
from tests.files import samples
from tests.proposals import journeys
from tools import letter_template

pytestmark = pytest.mark.django_db

PROMISES = [
    shared.CommitmentFact(what="改造六个公交站台", amount="6个", owner="林涛", due_on="2026-12-31"),
    shared.CommitmentFact(
        what="增设坡道", owner="钱会", condition="上级资金到位", review_on="2027-03-31"
    ),
]


@pytest.fixture
def play():
    return journeys.cast()


def reply_of(proceeding) -> Reply:
    return Reply.objects.select_related("assignment__body", "proceeding__congress").get(
        proceeding=proceeding
    )


def signed(play, **values):
    facts = journeys.reply_facts(
        outcome_class="B",
        commitments=PROMISES,
        text="六个站台已列入计划。\n请代表视察指导我们的工作。",
        contact_name="林涛",
        contact_phone="0531-6688123",
        **values,
    )
    return journeys.confirming(play, reply=facts)


def opened_reply(play):
    proceeding = journeys.replied(play)
    journeys.take(proceeding, "open_reply", play.deputy)
    return journeys.again(proceeding)


def content(file: File) -> bytes:
    with files.opened(file) as stored:
        return stored.read()


def pdf_text(made: bytes) -> str:
    pages = PdfReader(io.BytesIO(made)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def docx_text(made: bytes) -> str:
    document = Document(io.BytesIO(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


EXPECTED = [
    *(
        "区交通运输局",
        "清交函〔2026〕12号",
        "类别：B（正在解决）",
        "签发人：马局长",
        "陶建民代表：",
    ),
    *("关于增设适老化公交站台的建议", "六个站台已列入计划。", "改造六个公交站台", "6个"),
    *("2026年12月31日", "上级资金到位；2027年3月31日", "林涛", "0531-6688123", "区政府督查室"),
]


@pytest.mark.mechanism("A15")
def test_the_letter_says_everything_in_word_and_pdf(play) -> None:
    proceeding = signed(play)

    word, pdf = making.make(reply_of(proceeding), actor=play.handler)

    assert (word.name, pdf.name) == (
        "清交函〔2026〕12号 答复函.docx",
        "清交函〔2026〕12号 答复函.pdf",
    )
    in_word, in_pdf = docx_text(content(word)), pdf_text(content(pdf))
    assert [words for words in EXPECTED if words not in in_word] == []
    assert [words for words in EXPECTED if words not in in_pdf] == []
    for text in (in_word, in_pdf):
        assert f"/suggestions/{proceeding.public_id}/feedback/" in text
        assert "草稿" not in text


def test_the_pdf_carries_its_own_chinese_font(play) -> None:
    _word, pdf = making.make(reply_of(signed(play)), actor=play.handler)

    reader = PdfReader(io.BytesIO(content(pdf)))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all("NotoSerifSC" in name for name in fonts)


def test_the_qr_is_in_both(play) -> None:
    word, pdf = making.make(reply_of(signed(play)), actor=play.handler)

    assert len(Document(io.BytesIO(content(word))).inline_shapes) == 1
    assert len(PdfReader(io.BytesIO(content(pdf))).pages) == 2


def test_an_unsigned_letter_says_that_it_is_a_draft(play) -> None:
    proceeding = journeys.signing(play)

    word, pdf = making.make(reply_of(proceeding), actor=play.handler)

    assert "草稿" in docx_text(content(word))
    assert "草稿" in pdf_text(content(pdf))
    assert "签发人" not in docx_text(content(word))


@pytest.mark.statute("SUG-14")
@pytest.mark.parametrize(("rule", "receivers"), [("each", "陶建民、白雪梅"), ("lead", "陶建民")])
def test_it_goes_to_each_author_or_to_the_lead_by_the_local_rule(play, rule, receivers) -> None:
    stamp_rules(play.congress)
    RuleValue.objects.create(
        congress=play.congress,
        key="suggestion.reply_to",
        value=rule,
        basis="本地办法",
        valid_from=date(2020, 1, 1),
        entered_at=time.now(),
    )
    proceeding = journeys.confirming(play)
    Cosignature.objects.create(
        suggestion=proceeding.suggestion,
        person=play.persons["cosigner"],
        state="signed",
        invited_at=proceeding.opened_at,
    )

    word, pdf = making.make(reply_of(proceeding), actor=play.handler)

    assert f"\n{receivers}代表：" in docx_text(content(word))
    assert f"的答复{receivers}代表：" in pdf_text(content(pdf))


def test_the_same_letter_is_made_once_and_a_changed_one_replaces_it(play) -> None:
    proceeding = journeys.signing(play)
    first = making.make(reply_of(proceeding), actor=play.handler)

    assert making.make(reply_of(proceeding), actor=play.unit_admin) == first
    journeys.take(proceeding, "sign_reply", play.signer, shared.SignReply())
    second = making.make(reply_of(proceeding), actor=play.handler)

    letters = File.objects.filter(purpose=Purpose.LETTER)
    assert list(letters.filter(state=FileState.ATTACHED)) == second
    assert list(letters.filter(state=FileState.REMOVED)) == first


def test_markup_in_a_reply_stays_text(play) -> None:
    words = "请看<b>这里</b> & {{ office }} #set text(red) $x$ \\ *粗* 结束于此。"
    proceeding = journeys.confirming(play, reply=journeys.reply_facts(text=words))

    word, pdf = making.make(reply_of(proceeding), actor=play.handler)

    assert words in docx_text(content(word))
    assert re.sub(r"\s+", "", words) in pdf_text(content(pdf))


# --- templates -----------------------------------------------------------------------------------


def template(*lines: str) -> SimpleUploadedFile:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return SimpleUploadedFile("模板.docx", written.getvalue())


def test_the_shipped_template_is_what_the_script_makes_and_passes_its_own_check() -> None:
    shipped = Document(str(docx.DEFAULT))
    assert shipped.element.xml == letter_template.build().element.xml
    docx.check(io.BytesIO(Path(docx.DEFAULT).read_bytes()))
    assert "方正小标宋简体" in shipped.element.xml


def test_a_unit_replaces_the_template(play) -> None:
    proceeding = signed(play)
    making.make(reply_of(proceeding), actor=play.handler)

    making.replace_template(
        template("本局格式", "{{ document_number }}", "{%p for c in commitments %}", "{{ c.what }}",
                 "{%p endfor %}"),
        actor=play.unit_admin,
    )  # fmt: skip
    word, pdf = making.make(reply_of(proceeding), actor=play.handler)

    assert docx_text(content(word)).split("\n") == [
        "本局格式",
        "清交函〔2026〕12号",
        "改造六个公交站台",
        "增设坡道",
    ]
    assert "区交通运输局" in pdf_text(content(pdf))
    making.drop_template(actor=play.unit_admin)
    word, _pdf = making.make(reply_of(proceeding), actor=play.handler)
    assert "本局格式" not in docx_text(content(word))


def test_the_handling_office_s_template_serves_its_departments(play) -> None:
    making.replace_template(template("督查室格式"), actor=play.handling)
    assert docx_text(content(making.make(reply_of(signed(play)), actor=play.handler)[0])) == (
        "督查室格式"
    )

    making.replace_template(template("本局格式"), actor=play.unit_admin)
    assert making.template_of(play.unit).owner_id == play.unit.pk


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{{ secret }} {{ 标题 }}", "not known: “secret”、“标题”."),
        ("{% for c in commitments %}{{ c.price }}{% endfor %}", "not known: c · “price”."),
        ("{{ office", "has a fault"),
        ("{%p if reason %}没有结束", "has a fault"),
        ("{{ office.__class__ }}", "not known: office · “__class__”."),
        ("{{ office * 999999999 }}", "“Mul”"),
        ("{{ range(9) }}", "uses “Call”"),
        ("{{ office.upper() }}", "uses “Call”"),
        ("{{ [office, office] }}", "“List”"),
        ("{{ office | center(999999999) }}", "has a fault"),
        ("{% for a in copies %}{% for b in copies %}x{% endfor %}{% endfor %}", "“for” within"),
        ("{% for a in title %}x{% endfor %}", "Only these lists"),
        ("{% set a = office %}", "“Assign”"),
        ("{% include 'x' %}", "“Include”"),
        ("{% macro a() %}{% endmacro %}", "“Macro”"),
    ],
)
def test_a_template_with_a_fault_is_refused_and_the_old_one_stays(
    play, line, sentence, tmp_path
) -> None:
    with translation.override("en"), pytest.raises(Refused) as refusal:
        making.replace_template(template(line), actor=play.unit_admin)

    assert sentence in refusal.value.message
    assert File.objects.count() == 0
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("what", ["docx with macro", "zip bomb", "outside template", "xxe"])
def test_an_evil_template_does_not_reach_the_check(play, what) -> None:
    name, evil = samples.evil()[what]

    with pytest.raises(Refused):
        making.replace_template(SimpleUploadedFile(name, evil), actor=play.unit_admin)


def test_a_template_is_a_docx_and_its_administrator_s(play) -> None:
    with pytest.raises(Refused):
        making.replace_template(SimpleUploadedFile("a.pdf", samples.pdf()), actor=play.unit_admin)
    for actor in (play.handler, play.signer, play.clerk, play.deputy):
        with pytest.raises(NotAllowed):
            making.replace_template(template("x"), actor=actor)
        with pytest.raises(NotAllowed):
            making.drop_template(actor=actor)


def test_the_template_page_shows_the_refusal_at_the_field(client, play) -> None:
    sign_in(client, seat=play.seats["unit_admin"])
    address = reverse("proposals:letter_template")

    response = client.post(address, {"template": template("{{ secret }}")})

    assert response.status_code == 422
    assert "secret" in re.search(r'id="template-err">(.*?)</p>', response.content.decode()).group(1)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"template": template("{{ office }}")}).status_code == 302
    assert "模板.docx" in client.get(address).content.decode()
    shipped = client.get(reverse("proposals:shipped_template"))
    assert shipped.content == docx.DEFAULT.read_bytes()


# --- doors ---------------------------------------------------------------------------------------


def letter_url(proceeding, name="make_letter") -> str:
    return reverse(f"proposals:{name}", args=[proceeding.public_id, reply_of(proceeding).pk])


def test_posting_makes_and_getting_fetches(client, play) -> None:
    proceeding = signed(play)
    sign_in(client, seat=play.seats["handler"])

    assert client.get(letter_url(proceeding)).status_code == 405
    response = client.post(letter_url(proceeding))
    assert (response.status_code, File.objects.count()) == (302, 2)
    client.post(letter_url(proceeding))
    assert File.objects.count() == 2
    for file in File.objects.all():
        fetched = client.get(reverse("files:fetch", args=[file.public_id]))
        assert fetched.status_code == 200
        assert len(b"".join(fetched.streaming_content)) == file.size


def test_only_those_who_may_see_the_reply_reach_its_letter(client, play) -> None:
    proceeding = journeys.confirming(play)
    making.make(reply_of(proceeding), actor=play.handler)
    file = File.objects.first()
    address = reverse("files:fetch", args=[file.public_id])

    other_unit = make_body(congress=play.congress)
    strangers = [
        *(play.seats[name] for name in ("deputy", "cosigner", "joint_handler")),
        *(journeys.cast().seats[name] for name in ("clerk", "handler", "deputy")),
        make_seat(congress=play.congress, role="handler", body=other_unit),
    ]
    for seat in strangers:
        sign_in(client, seat=seat)
        assert client.post(letter_url(proceeding)).status_code == 404
        assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 404
    assert client.post(letter_url(proceeding)).status_code == 302  # to the login
    assert File.objects.count() == 2


def test_the_deputy_gets_it_after_opening_the_reply(client, play) -> None:
    proceeding = journeys.replied(play)
    sign_in(client, seat=play.seats["deputy"])
    assert client.post(letter_url(proceeding)).status_code == 404

    journeys.take(proceeding, "open_reply", play.deputy)
    client.post(letter_url(proceeding))
    [line] = block.context(journeys.again(proceeding), play.deputy)["letters"]
    assert [file.kind for file in line.letters] == ["docx", "pdf"]


def test_the_stamped_scan_comes_after_the_signature(client, play) -> None:
    proceeding = journeys.signing(play)
    address = letter_url(proceeding, "letter_scan")
    sign_in(client, seat=play.seats["handler"])

    client.post(address, {"scan": SimpleUploadedFile("盖章.pdf", samples.pdf())})
    assert File.objects.count() == 0
    journeys.take(proceeding, "sign_reply", play.signer, shared.SignReply())
    client.post(address, {"scan": SimpleUploadedFile("盖章.exe", b"MZ\0")})
    client.post(address, {})
    assert File.objects.count() == 0
    client.post(address, {"scan": SimpleUploadedFile("盖章.pdf", samples.pdf())})

    [scan] = File.objects.all()
    assert (scan.purpose, scan.state, scan.owner_kind) == ("scan", "attached", "reply")
    [line] = block.context(journeys.again(proceeding), play.handler)["letters"]
    assert (line.scans, line.may_scan) == ([scan], True)


# --- paper ---------------------------------------------------------------------------------------


def evaluation_url(proceeding) -> str:
    row = proceeding.evaluations.get()
    return reverse("proposals:evaluation_form", args=[proceeding.public_id, row.pk])


@pytest.mark.mechanism("A5")
def test_the_paper_form_has_no_default_and_a_qr(client, play) -> None:
    proceeding = journeys.replied(play)
    response = sign_in(client, seat=play.seats["clerk"]).get(evaluation_url(proceeding))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    text = pdf_text(response.content)
    assert "代表：陶建民" in text
    assert "清交函〔2026〕12号" in text
    assert text.count("满意基本满意不满意") == 2
    assert not set("☑✓✔■") & set(text)


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("deputy", 200), ("handler", 404), ("signer", 404), ("handling", 404)],
)
def test_the_form_never_goes_through_the_undertaker(client, play, who, status) -> None:
    proceeding = journeys.replied(play)
    sign_in(client, seat=play.seats[who])

    assert client.get(evaluation_url(proceeding)).status_code == status


def test_the_cosign_sheet_names_those_who_were_asked(client, play) -> None:
    proceeding = journeys.invited(play)
    address = reverse("proposals:cosign_sheet", args=[proceeding.public_id])

    text = pdf_text(sign_in(client, seat=play.seats["deputy"]).get(address).content)

    assert "领衔代表：陶建民" in text
    assert "1白雪梅" in text
    sign_in(client, seat=play.seats["handler"])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("who", "step"), [("deputy", "evaluate"), ("clerk", "enter_paper"), ("handler", "")]
)
def test_the_qr_leads_each_to_his_page(client, play, who, step) -> None:
    proceeding = opened_reply(play)
    row = proceeding.evaluations.get()
    home = f"/suggestions/{proceeding.public_id}/"
    expected = f"/matters/{proceeding.public_id}/{step}/{row.pk}/" if step else home

    sign_in(client, seat=play.seats[who])
    for args in ([proceeding.public_id], [proceeding.public_id, row.pk]):
        assert client.get(reverse("proposals:feedback", args=args))["Location"] == expected


def test_the_qr_sends_the_signed_out_to_the_login_and_strangers_away(client, play) -> None:
    proceeding = opened_reply(play)
    address = reverse("proposals:feedback", args=[proceeding.public_id])

    assert "login" in client.get(address)["Location"]
    sign_in(client, seat=journeys.cast().seats["deputy"])
    assert client.get(address).status_code == 404


def test_the_block_of_a_page_costs_the_same_for_any_number(play, django_assert_num_queries) -> None:
    proceeding = opened_reply(play)
    making.make(reply_of(proceeding), actor=play.clerk)

    with django_assert_num_queries(4):
        block.context(proceeding, play.clerk)
    for _n in range(2):
        making.add_scan(
            SimpleUploadedFile("盖章.pdf", samples.pdf()),
            reply=reply_of(proceeding),
            actor=play.clerk,
        )
    with django_assert_num_queries(4):
        block.context(proceeding, play.clerk)
