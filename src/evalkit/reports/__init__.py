"""Reports: sections in words, tables and pictures, and the page they stand on."""

from evalkit.reports.municipality import MunicipalityReport, open_municipality_report
from evalkit.reports.national import NationalReport, open_national_report
from evalkit.reports.page import render_page
from evalkit.reports.region import RegionReport, open_region_report
from evalkit.reports.section import Section

__all__ = [
    "MunicipalityReport",
    "NationalReport",
    "RegionReport",
    "Section",
    "open_municipality_report",
    "open_national_report",
    "open_region_report",
    "render_page",
]
