"""A scheme or an item as an HTML table, for JupyterLab and pages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from evalkit.schemes.codebook import facet_remarks, named, origin_text, remarks, scale_text, word
from evalkit.schemes.vocabulary import FACETS, LEVELLED, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.language import Language
    from evalkit.schemes.item import Item, Level
    from evalkit.schemes.scheme import Scheme

# JupyterLab aligns table cells right and stripes rows; only a class of our own undoes that.
_STYLE: Final = """<style>
.evalkit-scheme{max-width:72rem;line-height:1.4;text-align:left;overflow-x:auto}
.evalkit-scheme table{font-size:inherit!important;border-collapse:collapse;width:100%;table-layout:auto;margin:0 0 1rem}
.evalkit-scheme caption{text-align:left;caption-side:top;font-weight:600;padding:.4rem 0;\
color:inherit}
.evalkit-scheme th,.evalkit-scheme td{text-align:left!important;vertical-align:top!important;\
padding:.4rem .9rem .4rem 0!important;border:0;border-bottom:1px solid #8884;\
white-space:normal!important;background:none;max-width:none}
.evalkit-scheme thead th{border-bottom:2px solid #888a}
.evalkit-scheme tbody th{white-space:nowrap!important;font-variant-numeric:tabular-nums}
.evalkit-scheme th.evalkit-theme{padding-top:1.1rem!important;font-size:1.08em;\
border-bottom:1px solid #888a;white-space:normal!important}
.evalkit-scheme p{margin:.15rem 0}
.evalkit-scheme td>p:first-child{margin-top:0}
.evalkit-scheme dl{margin:.2rem 0;display:grid;grid-template-columns:max-content 1fr;gap:0 .6rem}
.evalkit-scheme dt{font-weight:600;margin:0;font-variant-numeric:tabular-nums}
.evalkit-scheme dd{margin:0}
</style>"""


def scheme_html(scheme: Scheme, language: Language) -> str:
    """Return the scheme as one HTML table with a row per item.

    Parameters
    ----------
    scheme : Scheme
        The scheme.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    str
        HTML fragment.
    """
    rows = [
        _theme_rows(f"{theme.id} {theme.label.in_language(language)}", theme.items, language)
        for theme in scheme.themes
    ]
    if scheme.qualifiers:
        rows.insert(0, _theme_rows(word("beside", language), scheme.qualifiers, language))
    caption = (
        f"{scheme.title.in_language(language)} ({scheme.id}, {word('version', language)} "
        f"{scheme.version}, {len(scheme.items)} {word('items', language).lower()})"
    )
    names = ("item", "meaning", "answer", "unit", "origin")
    head = "".join(f'<th scope="col">{word(name, language)}</th>' for name in names)
    return (
        f'{_STYLE}<div class="evalkit-scheme" lang="{language}" tabindex="0">'
        f"<table><caption>{escape(caption)}"
        f'<p style="font-weight:400">{escape(scheme.description.in_language(language))}</p>'
        f"</caption><thead><tr>{head}</tr></thead>{''.join(rows)}</table>"
        f"{_sources(scheme, language)}</div>"
    )


def _sources(scheme: Scheme, language: Language) -> str:
    rows = ""
    for source in scheme.sources:
        title = escape(source.title.in_language(language))
        if source.address.startswith(("https://", "http://")):
            title = f'<a href="{escape(source.address)}">{title}</a>'
        rows += f"<dt>{escape(source.code)}</dt><dd>{title}</dd>"
    return f"<p><strong>{word('sources', language)}</strong></p><dl>{rows}</dl>" if rows else ""


def item_html(item: Item, language: Language) -> str:
    """Return the item as an HTML table with a row per level.

    Parameters
    ----------
    item : Item
        The item.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    str
        HTML fragment.
    """
    facts = [
        (word("scale", language), scale_text(item, language)),
        (word("unit", language), named(UNITS, item.units, language)),
        (word("facets", language), named(FACETS, item.facets, language)),
        *facet_remarks(item, language),
        *remarks(item, language),
        (word("origin", language), origin_text(item, language)),
    ]
    about = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts if v)
    caption = f"{item.id} {item.label.in_language(language)}"
    definition = escape(item.definition.in_language(language))
    opening = f'{_STYLE}<div class="evalkit-scheme" lang="{language}" tabindex="0">'
    if not item.levels:
        return (
            f"{opening}<p><strong>{escape(caption)}</strong></p><p>{definition}</p>"
            f"<dl>{about}</dl></div>"
        )
    names = ("value", "level", "definition")
    shown = names if any(level.definition for level in item.levels) else names[:2]
    head = "".join(f'<th scope="col">{word(name, language)}</th>' for name in shown)
    rows = "".join(_level_row(level, language, wide=len(shown) == 3) for level in item.levels)
    return (
        f"{opening}<table><caption>{escape(caption)}"
        f'<p style="font-weight:400">{definition}</p></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><dl>{about}</dl></div>"
    )


def _level_row(level: Level, language: Language, *, wide: bool) -> str:
    label = escape(level.label.in_language(language))
    row = f'<th scope="row">{escape(level.value)}</th><td>{label}</td>'
    if wide:
        text = level.definition.in_language(language) if level.definition else ""
        row += f"<td>{escape(text)}</td>"
    return f"<tr>{row}</tr>"


def _theme_rows(head: str, items: Iterable[Item], language: Language) -> str:
    rows = "".join(_item_row(item, language) for item in items)
    return (
        f'<tbody><tr><th scope="rowgroup" class="evalkit-theme" colspan="5">{escape(head)}</th></tr>'
        f"{rows}</tbody>"
    )


def _item_row(item: Item, language: Language) -> str:
    meaning = f"<p><strong>{escape(item.label.in_language(language))}</strong></p>"
    meaning += f"<p>{escape(item.definition.in_language(language))}</p>"
    meaning += "".join(
        f"<p><em>{escape(head)}:</em> {escape(text)}</p>" for head, text in remarks(item, language)
    )
    answer = f"<p>{escape(scale_text(item, language))}</p>"
    if item.scale in LEVELLED:
        pairs = "".join(
            f"<dt>{escape(level.value)}</dt><dd>{escape(level.label.in_language(language))}</dd>"
            for level in item.levels
        )
        answer += f"<dl>{pairs}</dl>"
    unit = escape(named(UNITS, item.units, language))
    if item.facets:
        facets = escape(named(FACETS, item.facets, language))
        unit += f"<p><em>{word('facets', language)}:</em> {facets}</p>"
    return (
        f'<tr><th scope="row">{escape(item.id)}</th><td>{meaning}</td><td>{answer}</td>'
        f"<td>{unit}</td><td>{escape(origin_text(item, language))}</td></tr>"
    )
