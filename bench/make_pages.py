"""Pages of made-up municipalities as publishing systems print them: a little text about goals in 60 to 250 KB of markup.

python bench/make_pages.py FOLDER [NUMBER]

The same bytes at every run. Every eight pages share a municipality with its menu, style sheets and scripts, as the pages of one
site do; what stands in the middle is each page's own.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

SITE = 8  # pages of one municipality
_NAMES = ("Almby", "Björkvik", "Ekhult", "Furunäs", "Granlunda", "Hasselsund", "Kvarnberga", "Lindryd", "Rönnås", "Torpsjö")
_TOPICS = (
    "Barn och utbildning", "Omsorg och stöd", "Bygga och bo", "Kultur och fritid", "Trafik och gator", "Näringsliv och arbete",
    "Kommun och politik", "Klimat och miljö",
)  # fmt: skip
_DEEDS = ("Ansök om", "Anmäl", "Så fungerar", "Hitta till", "Regler för", "Avgifter för", "Boka", "Lämna synpunkt om")
_THINGS = (
    "badhusen", "lekplatserna", "cykelvägarna", "biblioteken", "hemtjänsten", "förskolorna", "bytrafiken", "skolköken",
    "elljusspåren", "idrottshallarna", "våtmarkerna", "bryggorna", "kulturskolan", "läxhjälpen", "bredbandet", "torgen",
)  # fmt: skip
_GROUPS = ("barn", "elever", "äldre", "företagare", "ungdomar", "föräldrar", "nyanlända", "föreningar", "sommargäster")
_WISHES = (
    "Fler {0} ska kunna använda {1} året runt", "Alla {0} har nära till {1}", "{0} ska ha inflytande över {1}",
    "Andelen {0} som är nöjda med {1} ska öka", "{0} möts vid {1} på lika villkor",
    "Kommunen ska utveckla {1} tillsammans med {0}",
)  # fmt: skip
_TASKS = (
    "Ta fram en plan för {1}",
    "Se över avgifterna för {1}",
    "Rusta {1} i alla tätorter",
    "Inrätta ett råd där {0} hörs om {1}",
)
_SENTENCES = (
    "Under året har {1} tagits emot väl av {0} i hela kommunen.",
    "Arbetet med {1} fortsätter och väntas vara klart till sommaren.",
    "Enkäten visar att {0} är mer nöjda med {1} än för två år sedan, men skillnaderna mellan tätorterna är stora.",
    "Kommunen samverkar med grannkommunerna kring {1}, och {0} har bjudits in till dialog.",
    "Nämnden följer upp {1} i delårsrapporten och i årsredovisningen.",
    "Det är viktigt att {0} vet vart de ska vända sig om {1}.",
)  # fmt: skip
_STATES = (("gron", "Uppfyllt"), ("gul", "Delvis uppfyllt"), ("rod", "Ej uppfyllt"), ("gra", "Ej bedömt"))
_BODIES = ("Kommunstyrelsen", "Socialnämnden", "Tekniska nämnden", "Kultur- och fritidsnämnden", "Barn- och utbildningsnämnden")
_PATH = "M12 2a10 10 0 1 0 .01 20A10 10 0 0 0 12 2zm{0} {1}l-4.6 4.6-2.{2}-2.{3}"


def pages(number: int) -> list[bytes]:
    """That many pages, the same bytes at every run."""
    return [_page(place).encode() for place in range(number)]


def _page(number: int) -> str:
    """One page: its head, the site's frame, and the goals in the middle."""
    site, own = (random.Random(seed) for seed in (f"site {number // SITE}", f"page {number}"))  # noqa: S311 - made-up pages
    name = f"{_NAMES[number // SITE % len(_NAMES)]}s kommun"
    top, foot = _top(site, name), _foot(site, name)
    year = 2023 + number % 3
    title = f"Uppföljning av {name.replace('s kommun', 's kommuns')} mål {year}"
    return (
        f'<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8"><title>{title} - {name}</title>{_head(site)}</head>\n'
        f'<body class="env-page page--{number % 7}">{top}\n<div class="wrapper"><div class="container">'
        f'<nav class="breadcrumb" aria-label="Brödsmulor"><ol><li><a href="/">Start</a></li><li><a href="/kommun">Kommun'
        f" och politik</a></li><li>{title}</li></ol></nav>\n"
        f'<main id="main-content"><div class="grid"><div class="col-8"><h1>{title}</h1>{_middle(own, year)}</div>'
        f'<aside class="col-4">{_related(own)}</aside></div></main></div></div>\n{foot}</body></html>\n'
    )


def _head(site: random.Random) -> str:
    """Style sheets, addresses of more, and the data that scripts leave in the head."""
    rules = "".join(
        f".c{site.randrange(9999)}-{name}{{margin:{site.randrange(40)}px;padding:{site.randrange(40)}px;color:#{site.randrange(4096):03x}"
        f";display:{site.choice(('block', 'flex', 'inline-block'))}}}\n"
        for name in ("menu", "card", "item", "link", "box", "icon", "row") * site.randrange(6, 24)
    )
    links = "".join(f'<link rel="stylesheet" href="/assets/{site.randrange(10**9)}.css">' for _ in range(9))
    return (
        f'<meta name="viewport" content="width=device-width"><meta name="generator" content="SiteVision">{links}'
        f"<style>.status-dot{{display:inline-block}}.gron{{background:#2e8b57}}.gul{{background:#ffd700}}.rod{{background:#dc143c}}\n"
        f"@media print{{.menu{{display:none}}}}\n{rules}</style>{_script(site, site.randrange(4, 30))}"
    )


def _script(source: random.Random, kilobytes: int) -> str:
    """A script as a bundler leaves it."""
    parts = (
        f"e.exports={{id:{source.randrange(10**6)},k:function(t,n){{return t&&n<{source.randrange(99)}?"
        f"t.v['{source.choice(_THINGS)}'"
        f"]:null}}}},"
        for _ in range(kilobytes * 12)
    )
    return f"<script>!function(e){{{''.join(parts)}e}}(window);</script>"


def _icon(source: random.Random, name: str) -> str:
    """A drawing without meaning beside a link or button."""
    digits = [source.randrange(10) for _ in range(4)]
    return (
        f'<svg class="icon icon--{name}" width="16" height="16" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<path d="{_PATH.format(*digits)}"></path></svg>'
    )


def _top(site: random.Random, name: str) -> str:
    """What stands above the content: a link past it, the notice about cookies, the search, the menu of all pages."""
    menu = "".join(
        f'<li class="menu__item menu__item--top"><a class="menu__link" href="/{place}"><span>{topic}</span></a>'
        f'<button class="menu__toggle" aria-expanded="false" aria-label="Öppna {topic}">{_icon(site, "chevron")}</button>'
        f'<ul class="menu__sub">{_menu_entries(site, site.randrange(12, 45))}</ul></li>'
        for place, topic in enumerate(_TOPICS)
    )
    return (
        f'<a class="skip-link" href="#main-content">Till innehållet</a><div class="cookie-banner" role="dialog"><p>Vi använder'
        f" kakor för att webbplatsen ska fungera.</p><button>Godkänn alla</button><button>Bara nödvändiga</button></div>"
        f'<header class="site-header"><a href="/" class="logo">{_icon(site, "logo")}<span>{name}</span></a><form role="search">'
        f'<input type="search" name="q" aria-label="Sök"><button type="submit">Sök</button></form>'
        f'<nav class="menu" aria-label="Huvudmeny"><ul>{menu}</ul></nav></header>'
    )


def _menu_entries(site: random.Random, number: int) -> str:
    return "".join(
        f'<li class="menu__item"><a class="menu__link" href="/{site.randrange(10**6)}.html"><span class="menu__text">'
        f"{site.choice(_DEEDS)} {site.choice(_THINGS)}</span>{_icon(site, 'arrow') if site.random() < 0.4 else ''}</a></li>"
        for _ in range(number)
    )


def _words(own: random.Random, forms: tuple[str, ...]) -> str:
    """A made-up sentence or goal, its first letter a capital."""
    text = own.choice(forms).format(own.choice(_GROUPS), own.choice(_THINGS))
    return text[0].upper() + text[1:]


def _prose(own: random.Random, most: int) -> str:
    return "".join(
        f'<p class="normal">{" ".join(_words(own, _SENTENCES) for _ in range(own.randint(2, 4)))}</p>'
        for _ in range(own.randint(1, most))
    )


def _middle(own: random.Random, year: int) -> str:
    """The page's own content: an introduction, the goals with their status, and questions that open."""
    areas = "".join(_area(own, number, year) for number in range(1, own.randint(3, 6)))
    questions = "".join(
        f'<div class="accordion"><h3><button aria-expanded="false" aria-controls="panel-{number}">Så arbetar vi med '
        f'{own.choice(_THINGS)}{_icon(own, "plus")}</button></h3><div id="panel-{number}" hidden>{_prose(own, 2)}</div></div>'
        for number in range(own.randint(2, 6))
    )
    return f'<p class="preamble">{_words(own, _SENTENCES)}</p>{_prose(own, 2)}{areas}<h2>Frågor och svar</h2>{questions}'


def _area(own: random.Random, number: int, year: int) -> str:
    """An area of goals: each goal a box with its status, some with tasks, and a table of figures below."""
    goals = "".join(_goal(own, f"{number}.{place}") for place in range(1, own.randint(3, 5)))
    rows = "".join(
        f"<tr><td>Andel {own.choice(_GROUPS)} som är nöjda med {own.choice(_THINGS)}</td><td>{own.randint(50, 80)} %</td>"
        f'<td>{own.randint(50, 80)} %</td><td><span class="status-dot {code}" title="{told}"></span></td></tr>'
        for code, told in own.choices(_STATES, k=own.randint(2, 4))
    )
    return (
        f'<section class="area"><h2>Målområde {number}: {own.choice(_TOPICS)}</h2>{_prose(own, 1)}{goals}<table class="table">'
        f"<thead><tr><th>Indikator</th><th>Utfall {year - 1}</th><th>Utfall {year}</th><th>Bedömning</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></section>"
    )


def _goal(own: random.Random, label: str) -> str:
    code, told = own.choice(_STATES)
    tasks = "".join(f"<li>{_words(own, _TASKS)} ({own.choice(_BODIES)})</li>" for _ in range(own.randint(0, 3)))
    listed = f'<p><strong>Uppdrag</strong></p><ul class="list">{tasks}</ul>' if tasks else ""
    return (
        f'<div class="goal-card"><div class="goal-card__head"><h3>Mål {label} {_words(own, _WISHES)}</h3>'
        f'<img src="/images/{code}.svg" width="24" height="24" alt="{told}"></div><div class="goal-card__body">{_prose(own, 1)}'
        f"{listed}</div></div>"
    )


def _related(own: random.Random) -> str:
    links = "".join(
        f'<li><a href="/{own.randrange(10**6)}">{own.choice(_DEEDS)} {own.choice(_THINGS)}</a></li>'
        for _ in range(own.randint(3, 9))
    )
    return f'<h2>Relaterat</h2><ul class="links">{links}</ul>{_script(own, own.randint(1, 20))}'


def _foot(site: random.Random, name: str) -> str:
    """What stands below: the question whether the page helped, addresses, more links, and scripts."""
    columns = "".join(
        f'<div class="col-3"><h2>{topic}</h2><ul>{_menu_entries(site, site.randrange(4, 12))}</ul></div>' for topic in _TOPICS[:4]
    )
    symbols = "".join(
        f'<symbol id="s{number}"><path d="{_PATH.format(number, 3, 4, 5)}"></path></symbol>' for number in range(60)
    )
    return (
        f'<div class="feedback"><h2>Hjälpte informationen på sidan dig?</h2><button>Ja</button><button>Nej</button></div>'
        f'<footer class="site-footer"><div class="grid">{columns}</div><p>{name}, Storgatan {site.randrange(1, 99)}</p></footer>'
        f'<svg style="display:none">{symbols}</svg>{_script(site, site.randrange(20, 110))}'
    )


def _written(folder: Path, number: int) -> Iterator[Path]:
    """Write the pages into a folder, one file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, page in enumerate(pages(number)):
        path = folder / f"page-{place:04}.html"
        path.write_bytes(page)
        yield path


if __name__ == "__main__":
    for path in _written(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100):
        print(path)
