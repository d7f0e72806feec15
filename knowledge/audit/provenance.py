"""Whether each parameter's figure stands in the source sentences of the place that it names."""

from collections.abc import Iterator

from knowledge.audit.extract import bare, figures, told_nothing
from knowledge.audit.figures import may_stand
from knowledge.audit.report import Report
from knowledge.audit.sources import Pages
from knowledge.figures import Parameter, Unit, Value
from knowledge.library import Library, Place, full_id
from knowledge.prose import figure_text


def run(library: Library, pages: Pages) -> Report:
    """Return each figure that its place in the source does not hold, and how many were compared."""
    findings, compared = [], 0
    for place in library.places.values():
        for name, parameter in place.clause.parameters.items():
            for value in parameter.history:
                compared += 1
                where = f"{place.document.id}.yaml: “{place.clause.locator}”.parameters.{name}"
                findings += [f"{where}: {line}" for line in _unfounded(library, pages, place, name, parameter, value)]
    return Report(tuple(findings), (f"provenance: {compared} figures compared with the places they come from",))


def _unfounded(
    library: Library, pages: Pages, place: Place, name: str, parameter: Parameter, value: Value
) -> Iterator[str]:
    source = library.places.get(full_id(place.document.id, value.at))
    if source is None:
        yield f"no clause “{value.at}”"
        return
    if f"{place.id}#{name}" in may_stand()["lists"]:
        return
    text = " ".join(sentence.text for sentence in pages.of(source))
    missing = _absent(parameter.unit, value, text)
    if missing:
        yield f"{'、'.join(missing)} does not stand in the source of {value.at}"


def _absent(unit: Unit, value: Value, text: str) -> list[str]:
    if isinstance(value.value, tuple):
        return [term for term in value.value if bare(term) not in bare(text)]
    told = figure_text(value.value, unit)
    known = figures(text) | ({"0", "0%"} if told_nothing(text) else set())
    if unit is Unit.LEVEL:
        return [] if bare(told) in bare(text) else [told]
    return [figure for figure in sorted(figures(told)) if figure not in known]
