"""The command line: one thin function for each verb. What is slow to import is imported in the verb that needs it."""

from pathlib import Path
from typing import Any

import click

from .corpus import following, terminal
from .corpus.adding import add
from .corpus.discovering import discover
from .corpus.explore.serve import serve
from .corpus.export.export import export
from .corpus.fetching import fetch
from .corpus.verbs import Verbs, filtered, formatted, visiting, years
from .models.errors import MalsparError, UsageProblem, named


@click.group(
    "malspar",
    cls=Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="malspar")
@click.pass_context
def cli(context: click.Context) -> None:
    """Read goals out of Swedish municipal steering documents, and keep track of them.

    \b
    Example:
        malspar extract report.pdf
        malspar add goals.db reports/
        malspar goals goals.db --kind uppdrag --status röd
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command()
@click.argument("refs", metavar="REF...", nargs=-1, required=True)
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Folder for one JSON file a document.")
@click.option("--organisation", metavar="NAME", help="Who issued it, in place of what the document says.")
@click.option(
    "--period", type=years, metavar="YEARS", help="The years that it is for, in place of what the document says, as 2019-2022."
)
@click.option("--blocks", is_flag=True, help="Put the blocks that the document was read as into the JSON, too.")
@visiting
@click.pass_context
def extract(
    context: click.Context,
    /,
    refs: tuple[str, ...],
    output: Path | None,
    organisation: str | None,
    period: tuple[int, int] | None,
    *,
    blocks: bool,
    **manners: Any,
) -> None:
    """Read documents and give out their goals as JSON.

    REF is a PDF, an HTML page, plain text or Markdown, its address on the web, or - for standard input. One goes to stdout;
    several, or with --output, become one file each, named after the document.

    \b
    Example:
        malspar extract report.pdf > report.json
        malspar extract plans/*.pdf --output trees --organisation "Tallviks kommun"
    """
    from .corpus.asked import asking
    from .corpus.files import as_json, targets, write

    given = _years(period)
    failed = False
    with asking(**manners) as asked:
        if len(refs) == 1 and output is None:
            click.echo(as_json(refs[0], organisation, given, asked(refs[0]), blocks=blocks).encode())
            return
        files = targets(refs, output or Path())
        for ref in terminal.progress(refs, len(refs), lambda ref: Path(ref).name[:26]):
            try:
                write(files[ref], as_json(ref, organisation, given, asked(ref), blocks=blocks) + "\n")
            except MalsparError as error:
                if len(refs) == 1:
                    raise
                terminal.tell(named(ref, error.message))
                failed = True
    context.exit(1 if failed else 0)


def _years(period: tuple[int, int] | None) -> str | None:
    return f"{period[0]}-{period[1]}" if period else None


@cli.command()
@click.argument("ref")
@click.option(
    "--png",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for a picture of each page with the blocks framed (PDF only).",
)
@visiting
def outline(ref: str, png: Path | None, **manners: Any) -> None:
    """Show how a document was read: its blocks, which are headings, how deep, and which rule told.

    In the pictures headings are framed in red, text in blue, list items in green, table cells in orange, a title in violet,
    the table of contents in turquoise, and running headers and footers in grey.

    \b
    Example:
        malspar outline report.pdf
        malspar outline report.pdf --png pages
    """
    from .corpus.asked import asking
    from .corpus.outlined import outlined

    with asking(**manners) as asked:
        rows = outlined(ref, png, asked(ref))
    terminal.show(rows, "table", rows, "text")


@cli.command()
@click.argument("old")
@click.argument("new")
@click.option("--database", metavar="DB", help="Database whose documents OLD and NEW may name by their id.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown", "html"]),
    default="table",
    show_default=True,
    help="How to print.",
)
@click.option("--old-period", type=years, metavar="YEARS", help="The years that OLD is for, as 2019-2022.")
@click.option("--new-period", type=years, metavar="YEARS", help="The years that NEW is for, as 2023-2026.")
@visiting
def compare(
    old: str,
    new: str,
    database: str | None,
    form: str,
    old_period: tuple[int, int] | None,
    new_period: tuple[int, int] | None,
    **manners: Any,
) -> None:
    """Tell what became of the goals of one document in another.

    OLD and NEW are each a document (PDF, HTML page, plain text, Markdown), its address on the web, the JSON of one, or - for
    standard input; with --database also the id of a document in it. Of two versions it is told what was reworded, split,
    merged, removed and added; of a plan and its follow-up what is reported back. In the table [-words-] are gone and {+words+}
    are new.

    \b
    Example:
        malspar compare plan-2019.pdf plan-2023.pdf
        malspar compare plan-2019.pdf plan-2023.pdf --format html > changes.html
        malspar compare 9d8785847ac6 621723043a63 --database goals.db --format markdown
    """
    from .corpus import sides
    from .corpus.asked import asking
    from .corpus.compare import compare as changes
    from .corpus.compared import as_text

    with asking(**manners) as asked:
        given = sides.Given(old, old_period, asked(old)), sides.Given(new, new_period, asked(new))
    first, second = sides.sides(*given, database)
    comparison = changes(first, second)
    printed = as_text(comparison, first, second, form, terminal.width())
    for line in sides.told(first, second, comparison, (old, new)):
        terminal.tell(line)
    click.echo(printed if form == "table" else printed.encode())


@cli.command("list")
@click.argument("database")
@filtered(
    "målprogram, mål och budget, strategi, handlingsplan, verksamhetsplan, uppföljning, ägardirektiv, målmodell, målprocess, "
    "partiprogram, övrigt"
)
@formatted
def list_(database: str, form: str, **filters: Any) -> None:
    """List the documents of a database.

    The column goals counts neither visions, indicators nor skrivningar.

    \b
    Example:
        malspar list goals.db
        malspar list goals.db --organisation Tallvik --year 2023 --format csv
    """
    from .corpus.query import Filters, documents
    from .corpus.show import of_document
    from .corpus.store import open_database

    with open_database(database) as opened:
        rows = documents(opened, Filters(**filters))
    records = [dict(row) for row in rows]
    terminal.show(
        records, form, [of_document(record) for record in records], "title", [record["organisation"] or "?" for record in records]
    )


@cli.command()
@click.argument("database")
@filtered("vision, inriktning, målområde, mål, delmål, uppdrag, aktivitet, indikator, skrivning")
@click.option("--status", metavar="WORD", help="Colour (röd), meaning (ej genomfört) or word of a status, as printed.")
@click.option(
    "--body", metavar="NAME", help="Beginning of a word of the name of who is responsible or decided, or its short name (KS)."
)
@click.option(
    "--text", metavar="WORDS", help="Words that all occur; klimat* for a beginning, quotation marks for words in a row."
)
@click.option("--doubtful", is_flag=True, help="Only what is less sure than 0.9, the least sure first, and why it may be wrong.")
@formatted
def goals(database: str, form: str, **filters: Any) -> None:
    """List goals of a database.

    Words of --text are taken as written: mål does not find mal. Only where nothing is found, å, ä and ö count as a and o.

    \b
    Example:
        malspar goals goals.db --kind uppdrag --status röd
        malspar goals goals.db --organisation Tallvik --text "klimat* skola" --format csv
        malspar goals goals.db --doubtful
    """
    from .corpus.query import Filters, miscounted
    from .corpus.query import goals as found
    from .corpus.show import doubt, heading, of_doubt, of_goal
    from .corpus.store import open_database
    from .rules.doubts import reasons

    with open_database(database) as opened:
        rows, folded = found(opened, Filters(**filters))
        wrong = miscounted(opened) if filters["doubtful"] else frozenset()
    if folded:
        terminal.tell(f"nothing has “{filters['text']}” just so; this is found by taking å, ä and ö for a and o")
    inner = {"sort_key", "folded", "number"}
    records = [{name: value for name, value in dict(row).items() if name not in inner} for row in rows]
    if filters["doubtful"]:
        records = [
            record | {"doubt": reasons(record["rule"], miscounted=(record["document"], record["kind"]) in wrong)}
            for record in records
        ]
        terminal.show(records, form, [of_doubt(record) for record in records], "text", [doubt(record) for record in records])
        return
    terminal.show(records, form, [of_goal(record) for record in records], "text", [heading(record) for record in records])


@cli.command()
@click.argument("database")
@click.argument("identity", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print.")
def show(database: str, identity: str, form: str) -> None:
    """Show a document's goals as a tree, or everything about one goal.

    ID is a document's or a goal's, as `malspar list` and `malspar goals` print it. Each field of a goal comes with its place
    on the page (points from the top left corner), the rule that read it, and how sure it is.

    \b
    Example:
        malspar show goals.db 5c8920640942
        malspar show goals.db 5c8920640942-1f0c22ab
    """
    from .corpus.query import find
    from .corpus.show import card, tree
    from .corpus.store import open_database

    with open_database(database) as opened:
        document, goal = find(opened, identity)
    if form == "json":
        click.echo((goal.model_dump_json(by_alias=True, indent=2) if goal else document.to_json(indent=2)).encode())
        return
    columns, paint = terminal.width(), terminal.paint
    for line in card(document, goal, columns, paint) if goal else tree(document, columns, paint):
        click.echo(line)


@cli.command()
@click.argument("database")
@click.argument("document")
def remove(database: str, document: str) -> None:
    """Remove a document, all its goals, and its source from a database.

    \b
    Example:
        malspar remove goals.db 5c8920640942
    """
    from .corpus.store import open_database

    if not Path(database).exists():
        raise UsageProblem(f"no database {database}; check the name")
    with open_database(database, write=True) as opened:
        opened.remove(document)


@cli.command()
@click.argument("database")
@click.option(
    "--organisation",
    required=True,
    metavar="NAME",
    help="Whose goals: the name, the beginning of a word of it (Lund finds Lunds kommun), or its code.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="File to write, in place of stdout.")
def report(database: str, organisation: str, output: Path | None) -> None:
    """Write all that is known of an organisation's goals as one page, in Swedish, to mail or publish.

    The page needs nothing but itself: documents and gaps, status over the years, what changed, findings, the goals of the
    newest plan, doubts and sources.

    \b
    Example:
        malspar report goals.db --organisation Tallvik > tallvik.html
        malspar report goals.db --organisation "Tallviks kommun" --output tallvik.html
    """
    from .corpus.files import write
    from .corpus.report import report as page
    from .corpus.report import the_organisation
    from .corpus.store import open_database

    following.catch_up(database)
    with open_database(database) as opened:
        printed = page(opened, the_organisation(opened, organisation))
    if output:
        write(output, printed)
    else:
        click.echo(printed.encode(), nl=False)


@cli.command()
@click.argument("gold")
@click.argument("refs", metavar="REF...", nargs=-1, required=True)
@click.option("--errors", is_flag=True, help="Tell every mistake, too.")
@click.option("--json", "as_data", is_flag=True, help="Print one JSON object.")
@click.pass_context
def evaluate(context: click.Context, gold: str, refs: tuple[str, ...], *, errors: bool, as_data: bool) -> None:
    """Tell how much of what a careful reader finds in documents is read right.

    GOLD is a YAML file with the tree that a reader found, or a folder of such files; REF is a document, a JSON file that
    `malspar extract` wrote, or a folder of either. Those with the same name but for the ending go together. A gold file without
    a document counts as missed. Needs `pip install 'malspar[evaluate]'`; CONTRIBUTING.md tells how to write a gold file.

    \b
    Example:
        malspar evaluate plan.yaml plan.pdf --errors
        malspar evaluate gold/ documents/
    """
    from .corpus.evaluate import as_json, as_text, missing
    from .corpus.evaluate import evaluate as results
    from .corpus.gold import match, told

    matched = match(gold, refs)
    for line in told(matched):
        terminal.tell(line)
    found = list(terminal.progress(results(matched), len(matched.gold), lambda result: result.stem))
    for line in missing(found):
        terminal.tell(line)
    if as_data:
        click.echo(as_json(found, errors=errors).encode())
    else:
        for line in as_text(found, terminal.width(), errors=errors):
            click.echo(line)
    context.exit(1 if any(result.reason for result in found) else 0)


cli.add_command(add)
cli.add_command(fetch)
cli.add_command(discover)
cli.add_command(following.versions)
cli.add_command(following.history)
cli.add_command(serve)
cli.add_command(export)
