"""People who send the forms of the pages without a browser: quicker, where the pages themselves are not in question."""

import html
import re
from typing import Any

from playwright.sync_api import APIRequestContext, APIResponse, FilePayload

from tests.instance import Site

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


class Hand:
    """One person who sends forms without a browser."""

    def __init__(self, request: APIRequestContext, site: Site) -> None:
        """Use the cookies of the context."""
        self.request, self.site = request, site

    def read(self, path: str) -> str:
        """The text of a page."""
        answer = self.request.get(self.site.url + path)
        assert answer.status == 200, f"{answer.status} for {path}"
        return answer.text()

    def send(self, path: str, *, form: str = "", **values: Any) -> APIResponse:
        """Send a form of the page with its hidden fields; ``form`` is a word of the wanted form.  Returns where it led."""
        parts = re.split(r"(?=<form)", self.read(path))
        part = next(part for part in parts if 'method="post"' in part and "/dang-xuat/" not in part.split("</form>")[0] and form in part)
        hidden = [dict(_ATTRIBUTE.findall(one)) for one in _HIDDEN.findall(part.split("</form>")[0])]
        known = {html.unescape(one["name"]): html.unescape(one.get("value", "")) for one in hidden if "name" in one}
        answer = self.request.post(self.site.url + path, form={**known, **{name: str(value) for name, value in values.items()}})
        assert answer.status == 200, (
            f"{answer.status} after sending {path}: {re.findall(r'error-summary.*?</div>', answer.text(), re.S)[:1]}"
        )
        return answer

    def attach(self, path: str, name: str, content: bytes, *, media_type: str = "application/pdf", status: int = 200) -> APIResponse:
        """Hand in a file with the form of a page that asks for one, and stay there."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.read(path))
        assert token
        file = FilePayload(name=name, mimeType=media_type, buffer=content)
        form = {"csrfmiddlewaretoken": token[1], "tep": file, "them": "1"}
        answer = self.request.post(self.site.url + path, multipart=form)
        assert answer.status == status, f"{answer.status} for {name} at {path}"
        return answer

    def link(self, path: str, pattern: str) -> str:
        """The first link of the page that fits."""
        found = re.search(rf'href="([^"]*{pattern}[^"]*)"', self.read(path))
        return html.unescape(found[1]) if found else ""

    def path(self, answer: APIResponse) -> str:
        """Where an answer came from."""
        return answer.url.removeprefix(self.site.url)
