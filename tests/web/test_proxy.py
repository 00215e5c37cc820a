"""Behind a proxy: scheme and address are believed only when the settings say so."""

from .house import House

FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7, 192.0.2.9"}


async def test_https_in_front_binds_cookies_to_the_host(proxied_house: House) -> None:
    answer = await proxied_house.new_browser().open("/visit", **FORWARDED)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-netvisit-browser=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "wss://" in answer.headers["Content-Security-Policy"]


async def test_without_the_setting_nobody_is_believed(house: House) -> None:
    answer = await house.new_browser().open("/visit", **FORWARDED)
    assert answer.headers["Set-Cookie"].startswith("netvisit-browser=")
    assert "Strict-Transport-Security" not in answer.headers


async def test_wrong_passwords_are_counted_for_the_address_behind_the_proxy(
    proxied_house: House,
) -> None:
    browser = proxied_house.new_browser()
    await browser.open("/staff/sign-in")
    form = {"csrf_token": browser.csrf_token, "login": "wangmin", "password": "wrong"}
    path = "/staff/sign-in"
    for _ in range(3):
        await browser.send("POST", path, data=form, headers={"X-Forwarded-For": "192.0.2.1"})
    paused = await browser.send("POST", path, data=form, headers={"X-Forwarded-For": "192.0.2.1"})
    other = await browser.send("POST", path, data=form, headers={"X-Forwarded-For": "192.0.2.2"})
    assert (paused.status, other.status) == (429, 401)
