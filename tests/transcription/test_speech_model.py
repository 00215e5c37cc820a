"""Which model serves a language."""

from pathlib import Path

from transcription import find_models


def test_the_starters_say_that_they_are_starters() -> None:
    models = find_models(None)
    assert set(models) == {"zh", "en"}
    assert all(model.is_starter and "not usable" in model.limits for model in models.values())


def test_an_installed_model_wins_over_the_starter_of_its_language(tmp_path: Path) -> None:
    _unpack(tmp_path / "zh" / "vosk-model-small-cn-0.22")
    models = find_models(tmp_path)
    assert models["zh"].name == "vosk-model-small-cn-0.22"
    assert not models["zh"].is_starter
    assert models["en"].is_starter


def test_the_newest_of_two_installed_models_serves(tmp_path: Path) -> None:
    for version in ("vosk-model-cn-0.15", "vosk-model-cn-0.22"):
        _unpack(tmp_path / "zh" / version)
    assert find_models(tmp_path)["zh"].name == "vosk-model-cn-0.22"


def test_a_model_may_lie_in_the_language_folder_itself(tmp_path: Path) -> None:
    _unpack(tmp_path / "fr")
    assert find_models(tmp_path)["fr"].path == tmp_path / "fr"


def test_a_folder_without_a_model_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "zh" / "half-unpacked").mkdir(parents=True)
    assert find_models(tmp_path)["zh"].is_starter
    assert find_models(tmp_path / "absent") == find_models(None)


def _unpack(folder: Path) -> None:
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").touch()
