"""People who send the forms of the pages without a browser: quicker, where the pages themselves are not in question."""

import html
import re
import time
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import APIRequestContext, APIResponse, FilePayload

from tests.instance import Site

_PATIENCE_SECONDS = 60
_INPUT = re.compile(r"<input[^>]*>")
_TEXT = re.compile(r'<textarea[^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)
_SELECT = re.compile(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_OPTION = re.compile(r'<option[^>]*?value="([^"]*)"([^>]*)>\s*([^<]*)')
_ATTRIBUTE = re.compile(r'(?<![-\w])(name|value|type)="([^"]*)"')


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

    def send(self, path: str, file: tuple[str, FilePayload] | None = None, /, *, form: str = "", **values: Any) -> APIResponse:
        """Send a form of the page as it stands, with these values in its boxes; ``form`` is a word of the wanted form.

        A list is sent as several values of one name; ``file`` is the name of its box and what to put there.  Returns where it led.
        """
        parts = re.split(r"(?=<form)", self.read(path))
        part = next(part for part in parts if 'method="post"' in part and "/dang-xuat/" not in part.split("</form>")[0] and form in part)
        action = re.search(r'<form[^>]*?action="([^"#]+)"', part)
        known, url = _standing(part.split("</form>")[0]), self.site.url + (html.unescape(action[1]) if action else path)
        if file is not None:
            answer = self.request.post(url, multipart={**_single(known), **_single(values), file[0]: file[1]})
        else:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            answer = self.request.post(url, data=urlencode(known | values, doseq=True), headers=kind)
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

    def wait_for_link(self, path: str, pattern: str) -> str:
        """The first link of the page that fits, as soon as the worker has brought it about."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not (found := self.link(path, pattern)):
            assert time.monotonic() < deadline, f"no link to {pattern} came to {path}"
            time.sleep(0.5)
        return found

    def choice(self, path: str, name: str, words: str = "") -> str:
        """The value of the first choice of this name on the page whose label has the words."""
        text = self.read(path)
        options = [(value, label) for own, body in _SELECT.findall(text) if own == name for value, _rest, label in _OPTION.findall(body)]
        boxes = re.findall(rf'<input[^>]*?name="{name}"[^>]*?value="([^"]*)"[^>]*>(.*?)(?=<input|</form>)', text, re.DOTALL)
        return next(html.unescape(value) for value, label in (*options, *boxes) if value and words in html.unescape(label))

    def path(self, answer: APIResponse) -> str:
        """Where an answer came from."""
        return answer.url.removeprefix(self.site.url)


def _standing(form: str) -> dict[str, list[str]]:
    """What a browser would send of the form if nobody touched it."""
    found: dict[str, list[str]] = {}
    for tag in _INPUT.findall(form):
        one = dict(_ATTRIBUTE.findall(tag))
        kind = one.get("type", "text")
        if "name" not in one or kind in ("file", "submit") or (kind in ("radio", "checkbox") and " checked" not in tag):
            continue
        found.setdefault(one["name"], []).append(html.unescape(one.get("value", "on" if kind == "checkbox" else "")))
    for name, text in _TEXT.findall(form):
        found[name] = [html.unescape(text).strip()]
    for name, body in _SELECT.findall(form):
        options = _OPTION.findall(body)
        chosen = [value for value, rest, _label in options if "selected" in rest] or [value for value, _rest, _label in options[:1]]
        found[name] = [html.unescape(value) for value in chosen]
    return found


def _single(values: dict[str, Any]) -> dict[str, str]:
    return {name: str(value[-1] if isinstance(value, list) else value) for name, value in values.items() if value != []}
