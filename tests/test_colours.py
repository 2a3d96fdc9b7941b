"""Which signal a colour is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malspar.models.goal import Signal
from malspar.rules import colours

HEX = {
    "grön": "#4caf50 #7bc67b #00aa44 #92d050 #00b050 #8bc34a #2e7d32 #c6efce #198754",
    "gul": "#ffc107 #f7e26b #ffff00 #ffeb3b #ffeb9c #fdd835",
    "orange": "#ff9800 #ffa500 #ed7d31 #f57c00 #fd7e14",
    "röd": "#f44336 #e57373 #ff0000 #c00000 #dc3545 #ffc7ce #d32f2f",
    "blå": "#64b5f6 #2196f3 #0070c0 #1976d2 #bdd7ee",
    "grå": "#9e9e9e #cccccc #808080",
    "vit": "#ffffff",
}


@pytest.mark.parametrize(("name", "code"), [(name, code) for name, codes in HEX.items() for code in codes.split()])
def test_hex(name: str, code: str) -> None:
    assert colours.signal(code) == Signal(name)


@pytest.mark.parametrize("code", [None, "", "#000000", "#222222", "röd", "#12"])
def test_no_signal(code: str | None) -> None:
    assert colours.signal(code) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Grön bock", "grön"),
        ("Ljusgrön pil", "ljusgrön"),
        ("Rött", "röd"),
        ("🟡", "gul"),
        ("Orange utropstecken", "orange"),
        ("Grått streck", "grå"),
        ("Grönsaker", None),
        ("Grön eller gul", None),
        ("", None),
    ],
)
def test_named(text: str, name: str | None) -> None:
    assert colours.named(text) == (Signal(name) if name else None)


def test_two_greens_of_one_scale() -> None:
    found = colours.shades(frozenset({"#92d050", "#00783c", "#ff0000"}))
    assert found == {"#92d050": Signal.LJUSGRON, "#00783c": Signal.MORKGRON, "#ff0000": Signal.ROD}
    assert colours.shades(frozenset({"#92d050"})) == {"#92d050": Signal.GRON}


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_colour_has_at_most_one_signal(code: str) -> None:
    assert colours.signal(code) is None or colours.signal(code) in Signal
