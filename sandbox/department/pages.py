"""Pages of the department's system: plain HTML with its own style sheet."""

import html
from typing import Any

from sandbox.department.axis import Answer

NAME = "Phần mềm Sở Nông nghiệp"
STYLE = """
:root{color-scheme:light dark;--ink:#1f2a24;--ground:#f6f8f3;--panel:#fff;--line:#c9d2c3;--deep:#2c5e3f;--soft:#5c6b61}
@media (prefers-color-scheme:dark){:root{--ink:#e8eee9;--ground:#131a15;--panel:#1b241e;--line:#3c4a40;--deep:#8fd0a6;
 --soft:#a9b8ae}}
*{box-sizing:border-box} body{margin:0;font:1.0625rem/1.6 system-ui,sans-serif;background:var(--ground);color:var(--ink)}
.mark{background:#7a4a00;color:#fff;padding:.5rem 1rem;text-align:center;font-weight:600}
header{background:var(--panel);border-bottom:3px solid var(--deep)} header div,main{max-width:52rem;margin:0 auto;padding:1rem}
header div{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;justify-content:space-between}
header b{font-size:1.15rem} h1{font-size:1.5rem;line-height:1.3} h2{font-size:1.15rem}
section{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.25rem;margin:1rem 0}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.35rem 1rem;margin:0} dt{color:var(--soft)} dd{margin:0;
 overflow-wrap:anywhere}
@media (max-width:34rem){dl{grid-template-columns:1fr} dd{margin-bottom:.5rem}}
label{display:block;font-weight:600;margin-top:.75rem} .hint{color:var(--soft);font-weight:400;font-size:.95rem}
input,select{font:inherit;width:100%;max-width:30rem;min-height:44px;padding:.35rem .7rem;border:1px solid var(--soft);
 border-radius:.35rem;background:var(--ground);color:inherit}
button,.button{font:inherit;display:inline-block;min-height:44px;padding:.45rem 1.3rem;border-radius:.35rem;
 border:1px solid #2c5e3f;background:#2c5e3f;color:#fff;text-decoration:none;cursor:pointer}
button.quiet{background:none;color:inherit;
 border-color:var(--soft)} .fault{border-left:5px solid #b3261e} .soft{color:var(--soft)}
form.actions{margin:1rem 0 0} p.actions{margin-top:1rem} :focus-visible{outline:3px solid #c77400;outline-offset:2px}
"""
WANTED = {"name": "Họ tên", "address": "Nơi thường trú", "record": "Toàn bộ bản ghi"}
_CLAIMS = (
    ("name", "Họ tên"),
    ("position", "Chức vụ"),
    ("division", "Phòng"),
    ("agency_name", "Cơ quan"),
    ("agency_code", "Mã cơ quan"),
    ("roles", "Vai trò"),
    ("sub", "Mã nhận diện"),
)


def page(title: str, body: str, *, name: str = "", token: str = "") -> str:
    """A whole page, marked as what it is."""
    who = (
        f'<form method="post" action="/dang-xuat"><input type="hidden" name="token" value="{html.escape(token)}">'
        f'<span class="soft">{html.escape(name)}</span> <button class="quiet">Đăng xuất</button></form>'
        if name
        else ""
    )
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{html.escape(title)} - {NAME} (thử nghiệm)</title><link rel="stylesheet" href="/style.css"></head><body>'
        '<div class="mark" role="note">Hệ thống thử nghiệm. Không phải phần mềm của một Sở; dữ liệu là giả.</div>'
        f"<header><div><b>{NAME} (thử nghiệm)</b>{who}</div></header><main><h1>{html.escape(title)}</h1>{body}</main></body></html>"
    )


def welcome(words: str = "") -> str:
    """The page of whoever is not signed in."""
    note = f'<section class="fault" role="alert"><p>{html.escape(words)}</p></section>' if words else ""
    return page(
        "Quản lý nuôi trồng thủy sản",
        f"{note}<section><p>Hệ thống này không có mật khẩu riêng. Cán bộ vào bằng tài khoản chung của tỉnh.</p>"
        '<p class="actions"><a class="button" href="/dang-nhap">Đăng nhập bằng tài khoản của tỉnh</a></p></section>',
    )


def home(claims: dict[str, Any], proof: dict[str, Any], token: str, asked: str = "") -> str:
    """Who is here and the form of looking up."""
    shown = claims | {"roles": [_ROLES.get(role, role) for role in claims.get("roles", [])]}
    rows = "".join(_row(words, shown.get(name)) for name, words in _CLAIMS)
    rows += _row("Mức xác thực", proof.get("acr")) + _row("Cách xác thực", proof.get("amr"))
    form = (
        '<form method="post" action="/tra-cuu">'
        f'<input type="hidden" name="token" value="{html.escape(token)}">'
        '<label for="so">Số định danh cá nhân</label>'
        '<input id="so" name="number" inputmode="numeric" maxlength="12" autocomplete="off" required>'
        '<label for="gi">Cần biết</label><select id="gi" name="wanted">'
        + "".join(f'<option value="{value}">{words}</option>' for value, words in WANTED.items())
        + "</select>"
        '<label for="ma">Mã hồ sơ đang giải quyết</label><input id="ma" name="issue" value="SNN-2026-0001" required>'
        '<label for="md">Mục đích tra cứu <span class="hint">Người dân sẽ đọc được dòng này</span></label>'
        '<input id="md" name="purpose" maxlength="200" value="Xác minh chủ cơ sở nuôi cá tra xin cấp mã số" required>'
        '<p class="actions"><button>Tra cứu qua trục liên thông</button></p></form>'
    )
    return page(
        "Xin chào",
        f"{asked}<section><h2>Tra cứu công dân</h2>{form}</section><section><h2>Tài khoản chung cho biết</h2><dl>{rows}</dl></section>",
        name=str(claims.get("name", "")),
        token=token,
    )


def result(answer: Answer, number: str) -> str:
    """The outcome of a look-up, for the top of the home page."""
    title = f"Kết quả tra cứu số {html.escape(number[:3])}•••••{html.escape(number[-4:])}"
    trace = f'<p class="soft">Mã trao đổi trên trục: {html.escape(answer.request_id or answer.message_id)}</p>' if answer.message_id else ""
    if answer.fault:
        words = f'<p>{html.escape(answer.words)}</p><p class="soft">Mã lỗi: {html.escape(answer.fault)}</p>'
        return f'<section class="fault" role="alert"><h2>{title}</h2>{words}{trace}</section>'
    rows = "".join(_row(words, value) for words, value in _flat(answer.facts))
    return f'<section id="ket-qua" role="status"><h2>{title}</h2><dl>{rows}</dl>{trace}</section>'


def left() -> str:
    """After signing out."""
    return page(
        "Đã đăng xuất",
        '<section><p>Bạn đã ra khỏi hệ thống này.</p><p class="actions"><a class="button" href="/">Về trang đầu</a></p></section>',
    )


def _row(words: str, value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
    return f"<dt>{html.escape(words)}</dt><dd>{html.escape(text)}</dd>" if text else ""


_ROLES = {
    "one_stop": "Một cửa",
    "specialist": "Chuyên viên",
    "head": "Trưởng phòng",
    "leader": "Lãnh đạo",
    "control": "Kiểm soát thủ tục hành chính",
    "clerk": "Văn thư",
    "admin": "Quản trị",
    "axis": "Vận hành trục",
    "registry": "Quản lý dữ liệu dùng chung",
}
_UNSHOWN = frozenset({"id", "is_demo", "birth_precision", "version"})


def _flat(facts: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in facts.items():
        if name in _UNSHOWN:
            continue
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{name} / ")
        elif not (isinstance(value, list) and value and isinstance(value[0], dict)):
            rows.append((_WORDS.get(name, f"{prefix}{name}"), value))
    return rows[:40]


_WORDS = {
    "field": "Trường",
    "value": "Giá trị",
    "identity_number": "Số định danh",
    "name": "Họ tên",
    "born_on": "Ngày sinh",
    "gender": "Giới tính",
    "address": "Nơi ở",
    "unit": "Đơn vị hành chính",
    "unit_name": "Đơn vị hành chính",
    "unit_code": "Mã đơn vị",
    "nationality": "Quốc tịch",
    "phone": "Điện thoại",
    "ethnicity": "Dân tộc",
    "religion": "Tôn giáo",
    "marital_status": "Hôn nhân",
    "birth_place": "Nơi sinh",
    "origin_place": "Quê quán",
    "old_number": "Số cũ",
    "other_name": "Tên gọi khác",
    "current_address": "Nơi ở hiện tại",
    "head_relation": "Quan hệ với chủ hộ",
    "card_issued_on": "Ngày cấp thẻ",
    "card_expires_on": "Thẻ hết hạn",
}
