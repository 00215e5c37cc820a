"""`netvisit model`: what is there, what Vosk really loads, and what comes into use."""

import hashlib
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from transcription import find_models

from .models import PUBLISHED, copy_starter, pack
from .running import one_line, run


def in_use(data_dir: Path, **settings: str) -> dict[str, str]:
    """Give name and kind of the models in use, as the list says."""
    listed = run("model", "list", DATA_DIR=str(data_dir), **settings)
    assert listed.returncode == 0, listed.stderr
    lines = [line.split() for line in listed.stdout.splitlines() if "  in use  " in line]
    return {lang: f"{name} {kind}" for lang, name, kind, *_ in lines}


def left_over(data_dir: Path) -> list[str]:
    return sorted(path.name for path in (data_dir / "models").glob(".*"))


def test_the_starters_are_listed_as_starters_with_size_and_folder(tmp_path: Path) -> None:
    listed = run("model", "list", DATA_DIR=str(tmp_path))
    lines = [line.split() for line in listed.stdout.splitlines()]
    assert [line[:3] for line in lines] == [
        ["en", "starter-en", "starter"],
        ["zh", "starter-zh", "starter"],
    ]
    assert [line[3:7] for line in lines] == [["7", "MB", "in", "use"], ["9", "MB", "in", "use"]]
    assert [Path(line[7]) for line in lines] == [find_models()["en"].path, find_models()["zh"].path]


def test_an_archive_is_installed_checked_and_in_use(tmp_path: Path) -> None:
    archive = pack(copy_starter(tmp_path))
    done = run("model", "install", str(archive), DATA_DIR=str(tmp_path / "data"))
    assert (done.returncode, done.stderr) == (0, "")
    checksum, report, place = done.stdout.splitlines()
    assert checksum == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}"
    assert report == f"zh  {PUBLISHED}: 16000 Hz, 1811 words, runtime grammars work"
    assert place.endswith(f"models/zh/{PUBLISHED}")
    assert in_use(tmp_path / "data") == {
        "en": "starter-en starter",
        "zh": f"{PUBLISHED} published",
    }
    assert left_over(tmp_path / "data") == []


def test_a_folder_needs_a_language_unless_its_name_or_card_says_it(tmp_path: Path) -> None:
    nameless, data = copy_starter(tmp_path, "mine", "en"), tmp_path / "data"
    refused = run("model", "install", str(nameless), DATA_DIR=str(data))
    assert refused.returncode == 1
    assert "--lang" in one_line(refused.stderr)
    assert in_use(data)["en"] == "starter-en starter"
    done = run("model", "install", str(nameless), "--lang", "en", DATA_DIR=str(data))
    assert done.returncode == 0, done.stderr
    assert in_use(data)["en"] == "mine published"
    (nameless / "card.json").write_text('{"lang": "zh"}', encoding="utf-8")
    run("model", "install", str(nameless), DATA_DIR=str(data))
    assert in_use(data)["zh"] == "mine published"


def test_the_last_one_installed_is_in_use_and_the_others_stay(tmp_path: Path) -> None:
    data = tmp_path / "data"
    small = copy_starter(tmp_path)
    large = shutil.copytree(small, tmp_path / "vosk-model-cn-0.22")
    for model in [large, small, large]:
        assert run("model", "install", str(model), DATA_DIR=str(data)).returncode == 0
    assert in_use(data)["zh"] == "vosk-model-cn-0.22.2 published"
    listed = run("model", "list", DATA_DIR=str(data)).stdout
    assert listed.count("published") == 3


def test_a_language_may_be_bound_to_a_model(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", copy_starter(tmp_path, "elsewhere", "en")
    run("model", "install", str(copy_starter(tmp_path)), DATA_DIR=str(data))
    second = copy_starter(tmp_path, "vosk-model-cn-0.22")
    bound = f"zh={PUBLISHED}, en={elsewhere}"
    done = run("model", "install", str(second), DATA_DIR=str(data), MODELS=bound)
    assert f"NETVISIT_MODELS still binds zh to {PUBLISHED}" in one_line(done.stderr)
    assert in_use(data, MODELS=bound) == {
        "zh": f"{PUBLISHED} published",
        "en": "elsewhere published",
    }
    absent = run("model", "list", DATA_DIR=str(data), MODELS="zh=absent")
    assert "absent" in one_line(absent.stderr)
    unclear = run("model", "list", DATA_DIR=str(data), MODELS="zh")
    assert one_line(unclear.stderr).startswith("netvisit: NETVISIT_MODELS: write zh=name")


def damage(model: Path, part: str) -> None:
    """Keep a tenth of a file, or nothing at all where it is missing in the first place."""
    content = (model / part).read_bytes()
    (model / part).write_bytes(content[: len(content) // 10])


@pytest.mark.parametrize("part", ["am/final.mdl", "graph/HCLr.fst", "graph/words.txt"])
def test_what_vosk_cannot_load_does_not_replace_what_it_can(tmp_path: Path, part: str) -> None:
    data, good = tmp_path / "data", copy_starter(tmp_path)
    assert run("model", "install", str(good), DATA_DIR=str(data)).returncode == 0
    bad = shutil.copytree(good, tmp_path / "vosk-model-cn-9.99")
    if part == "graph/words.txt":
        (bad / part).unlink()
    else:
        damage(bad, part)
    refused = run("model", "install", str(bad), DATA_DIR=str(data))
    assert refused.returncode == 1
    assert "Vosk cannot load vosk-model-cn-9.99" in one_line(refused.stderr)
    assert in_use(data)["zh"] == f"{PUBLISHED} published"
    assert left_over(data) == []


def test_a_model_at_which_kaldi_crashes_is_refused_in_one_line(tmp_path: Path) -> None:
    model = copy_starter(tmp_path, lang="en")
    for graph in (find_models()["zh"].path / "graph").glob("*.fst"):
        shutil.copy(graph, model / "graph")
    for command in (["check"], ["install", "--lang", "en"]):
        refused = run("model", *command, str(model), DATA_DIR=str(tmp_path / "data"))
        assert refused.returncode == 1
        assert "Vosk cannot load" in one_line(refused.stderr)
    assert in_use(tmp_path / "data")["en"] == "starter-en starter"


def test_a_check_tells_a_folder_and_an_archive_from_what_is_no_model(tmp_path: Path) -> None:
    model = copy_starter(tmp_path, lang="en")
    for path in [model, pack(model)]:
        checked = run("model", "check", str(path))
        assert checked.stdout == f"ok  {PUBLISHED}: 16000 Hz, 1062 words, runtime grammars work\n"
    (model / "conf" / "mfcc.conf").unlink()
    (model / "graph" / "Gr.fst").unlink()
    broken = run("model", "check", str(model))
    assert broken.returncode == 1
    assert "conf/mfcc.conf, graph/HCLG.fst or graph/HCLr.fst with graph/Gr.fst missing" in (
        one_line(broken.stderr)
    )
    assert "does not exist" in one_line(run("model", "check", str(tmp_path / "no")).stderr)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a log."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name there
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_a_model_is_fetched_from_an_address(tmp_path: Path) -> None:
    archive, data = pack(copy_starter(tmp_path)), tmp_path / "data"
    with served(tmp_path) as base:
        done = run("model", "install", f"{base}/{archive.name}?key=1", DATA_DIR=str(data))
        assert done.returncode == 0, done.stderr
        absent = run("model", "install", f"{base}/vosk-model-cn-1.zip", DATA_DIR=str(data))
    assert done.stdout.split()[1] == archive.name
    assert in_use(data)["zh"] == f"{PUBLISHED} published"
    assert one_line(absent.stderr) == "netvisit: 127.0.0.1 answers 404 File not found"
    away = run("model", "install", f"{base}/{archive.name}", DATA_DIR=str(data))
    assert "127.0.0.1 cannot be reached" in one_line(away.stderr)
    assert left_over(data) == []
