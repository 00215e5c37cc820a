"""Every page renders from its typed context, in both languages, with nothing undefined."""

import json
import re
from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from typing import TypeAlias

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from jinja2 import UndefinedError, meta, nodes

from tests.web.sample_pages import PAGES
from tests.web.sample_server import build_sample_app
from web import pages
from web.i18n import LANGUAGES, Language, get_tongue
from web.templating import TEMPLATES, build_environment

Client: TypeAlias = TestClient[web.Request, web.Application]

HTML_LANG = {"zh": "zh-CN", "en": "en"}
GIVEN = {
    *("page", "words", "language", "html_lang", "timezone", "office_name", "path", "csrf_token"),
    *("text_size", "theme", "script_messages"),
}
HOOKS = {
    "visit": {
        *("code", "recording-yes", "recording-no", "transcript-yes", "transcript-no", "enter"),
        *("device-ready", "queue-position", "visit-room", "mute", "camera", "leave"),
        *("tile", "caption"),
    },
    "sign-in": {"login-name", "login-password", "login-submit"},
    "today": {"visit-row"},
    "console": {
        *("waiting", "admit", "visit-room", "tile", "caption", "field-suggestion", "accept"),
        *("correct", "reject", "case-field", "end-visit", "mute", "camera"),
    },
    "case": {"case-field"},
    "review": {
        *("play", "position", "field-words", "field-suggestion", "accept", "correct", "reject"),
        *("search", "speaker-filter", "word-editor", "to-minutes", "export"),
    },
    "convene-times": {"convene", "slot", "book"},
    "ticket-entry": {"ticket-code", "ticket-open"},
    "ticket": {"ticket", "ticket-times", "ticket-cancel"},
    "ticket-times": {"slot", "ticket-move"},
    "ticket-open": {"ticket-join"},
}


class Reading(HTMLParser):
    """What a test looks for in a page: attributes by element, ids, the words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def values(self, attribute: str) -> list[str | None]:
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


@pytest.fixture
async def client(aiohttp_client: Callable[[web.Application], Awaitable[Client]]) -> Client:
    return await aiohttp_client(build_sample_app())


async def read(client: Client, name: str, language: Language) -> str:
    answer = await client.get(f"/sample/{name}", headers={"Accept-Language": language})
    assert answer.status == 200
    return await answer.text()


def test_every_context_has_a_sample() -> None:
    kinds = [kind for kind in vars(pages).values() if isinstance(kind, type)]
    contexts = {
        kind for kind in kinds if issubclass(kind, pages.Page) and hasattr(kind, "template")
    }
    assert contexts == {type(page) for page in PAGES.values()}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_whole_in_its_language(client: Client, language: Language) -> None:
    for name in PAGES:
        reading = Reading(await read(client, name, language))
        tag, attributes = reading.tags[0]
        assert (tag, attributes["lang"]) == ("html", HTML_LANG[language]), name
        ids = reading.values("id")
        assert len(ids) == len(set(ids)), name
        assert "undefined" not in reading.words.lower(), name
        assert "h1" in [tag for tag, _ in reading.tags], name


async def test_no_page_brings_an_inline_script_or_style(client: Client) -> None:
    for name in PAGES:
        reading = Reading(await read(client, name, "zh"))
        assert not reading.values("style"), name
        assert not [key for _, attrs in reading.tags for key in attrs if key.startswith("on")], name
        scripts = [attrs for tag, attrs in reading.tags if tag == "script"]
        assert all("src" in one or one["type"] == "application/json" for one in scripts), name


@pytest.mark.parametrize(("name", "hooks"), HOOKS.items())
async def test_a_page_has_its_hooks(client: Client, name: str, hooks: set[str]) -> None:
    reading = Reading(await read(client, name, "en"))
    assert hooks <= set(reading.values("data-testid"))


def test_templates_use_no_name_that_is_not_given() -> None:
    environment = build_environment("en")
    trees = {path.name: environment.parse(path.read_text()) for path in TEMPLATES.rglob("*.html")}
    inherited = names_bound(environment.parse((TEMPLATES / "staff/base.html").read_text()))
    for name, tree in trees.items():
        unknown = meta.find_undeclared_variables(tree) - GIVEN - environment.globals.keys()
        assert not unknown - names_bound(tree) - inherited, name


def names_bound(tree: nodes.Template) -> set[str]:
    """Names that a template imports or sets at its top; its blocks see them too."""
    imported = {name for one in tree.find_all(nodes.FromImport) for name in one.names}
    return {str(name) for name in imported} | {
        name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"
    }


def test_a_context_without_the_field_is_an_error_and_a_macro_option_is_not() -> None:
    environment = build_environment("en")
    with pytest.raises(UndefinedError, match="no attribute 'titel'"):
        environment.from_string("{{ page.titel }}").render(page=PAGES["case"])
    assert environment.from_string("{{ params.classes }}").render(params={}) == ""


async def test_an_english_page_speaks_no_chinese_of_ours(client: Client) -> None:
    reading = Reading(await read(client, "home", "en"))
    own = reading.words.replace("中文", "")
    assert not re.search("[\u4e00-\u9fff]", own)


async def test_scripts_find_their_sentences_in_the_page(client: Client) -> None:
    text = await read(client, "visit", "zh")
    block = re.search(r'<script type="application/json" id="messages">(.*?)</script>', text)
    assert block is not None
    assert json.loads(block[1])["You are next"] == "下一位就是您"


async def test_preferences_are_kept_and_the_way_back_stays_here(client: Client) -> None:
    form = {"language": "en", "text_size": "large", "theme": "dark", "back": "//elsewhere.example"}
    answer = await client.post("/language", data=form, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    page = Reading(await (await client.get("/sample/home")).text())
    assert page.tags[0][1] == {"lang": "en", "data-text-size": "large", "data-theme": "dark"}


def test_a_name_is_text_never_markup() -> None:
    template = build_environment("en").from_string("{{ name }}")
    assert template.render(name="<b>&") == "&lt;b&gt;&amp;"


def test_scripts_of_each_folder_have_sentences_in_both_languages() -> None:
    for folder in ("shared", "room", "citizen", "console", "staff", "review"):
        chinese = get_tongue("zh").script_messages[folder]
        assert chinese.keys() == get_tongue("en").script_messages[folder].keys()
        untranslated = [key for key, text in chinese.items() if key == text and "·" not in key]
        assert not untranslated
