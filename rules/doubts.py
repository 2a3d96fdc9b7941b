"""Why what a rule told may be wrong, in Swedish; ``doubts.toml`` has a sentence for each rule or group of rules."""

import tomllib
from functools import cache
from importlib.resources import files


def reason(rule: str) -> str:
    """The sentence for a rule, else for its group (``prose`` of ``prose/moved``), else the one for any rule."""
    told = sentences()
    return told.get(rule) or told.get(rule.partition("/")[0]) or told["other"]


def reasons(rule: str, *, miscounted: bool) -> str:
    """The sentence for a rule; ``miscounted``: and the one for nodes of whose kind the document states another number."""
    return f"{reason(rule)} {sentences()['total/disagrees']}" if miscounted else reason(rule)


@cache
def sentences() -> dict[str, str]:
    """Every sentence by rule or group."""
    text = (files(__package__) / "doubts.toml").read_text("utf-8")
    return {name: str(sentence) for name, sentence in tomllib.loads(text).items()}
