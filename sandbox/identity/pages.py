"""Pages of the sandbox identity provider."""

import html
from collections.abc import Sequence

from sandbox.identity.people import Person

STYLE = """
:root{color-scheme:light dark}
body{font:1.0625rem/1.6 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1.5rem 1rem;background:#fbfaf7;color:#1d2733}
.mark{background:#8a1f11;color:#fff;padding:.6rem 1rem;border-radius:.4rem;font-weight:600}
h1{font-size:1.6rem;line-height:1.25} label{display:block;padding:.6rem .8rem;border:1px solid #b9b4a8;border-radius:.4rem;
 margin:.5rem 0;cursor:pointer}
button{font:inherit;min-height:44px;padding:.4rem 1.4rem;border-radius:.4rem;border:1px solid #1a4d6b;background:#1a4d6b;
 color:#fff;cursor:pointer}
button{margin:.25rem .4rem .25rem 0}
button.quiet{background:none;color:inherit} .muted{color:#5a6470} code{overflow-wrap:anywhere}
:focus-visible{outline:3px solid #c77400;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#14191f;color:#e9edf1}.muted{color:#aab4bf}label{border-color:#4b5662}}
"""


def page(title: str, body: str) -> str:
    """A whole page, marked as what it is."""
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{html.escape(title)} (thử nghiệm)</title><link rel="stylesheet" href="/style.css"></head><body>'
        '<p class="mark">Máy chủ thử nghiệm. Đây không phải hệ thống định danh quốc gia; không nhập thông tin thật.</p>'
        f"<main><h1>{html.escape(title)}</h1>{body}</main></body></html>"
    )


def sign_in(request_id: str, people: Sequence[Person], level: int) -> str:
    """Choose who to be."""
    rows = "".join(
        f'<label><input type="radio" name="number" value="{person.number}"{" checked" if place == 0 else ""}> '
        f"{html.escape(person.name)}<br><span class='muted'>{person.number}, định danh mức {person.level}</span></label>"
        for place, person in enumerate(people)
        if person.level >= level
    )
    body = (
        "<p>Chọn một người thử nghiệm để đăng nhập. Máy chủ thật sẽ hỏi mật khẩu và mã trên điện thoại.</p>"
        f'<form method="post" action="/dang-nhap"><input type="hidden" name="request" value="{html.escape(request_id)}">{rows}'
        '<p><button name="choice" value="yes">Đăng nhập</button> <button class="quiet" name="choice" value="no">'
        "Không đăng nhập</button></p></form>"
    )
    return page("Tài khoản định danh", body)


def refusal(words: str) -> str:
    """A request that cannot be answered by a redirect."""
    return page("Chưa đăng nhập được", f"<p>{html.escape(words)}</p>")


def home(kind: str) -> str:
    """What this is."""
    body = (
        "<p>Máy chủ này đóng vai nhà cung cấp định danh để thử đăng nhập bằng OpenID Connect.</p>"
        "<p>Mô tả: <a href='/.well-known/openid-configuration'><code>/.well-known/openid-configuration</code></a></p>"
        f"<p>Lỗi đang bật: <b>{html.escape(kind)}</b>. Đổi bằng <code>PUT /thu-nghiem/loi</code> với "
        '<code>{"kind": "wrong-nonce", "times": 1}</code>; kind là none, slow, down, wrong-signature, wrong-nonce, wrong-issuer, '
        "wrong-audience, expired, none-algorithm hoặc hs256.</p>"
    )
    return page("Định danh", body)
