"""Which questions each evaluation asks, and asking them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.errors import unknown_name
from evalkit.evaluations.aef import agreement_content
from evalkit.evaluations.comparison import municipalities_compared, regions_compared
from evalkit.evaluations.configurations import configurations
from evalkit.evaluations.escalation import escalation_routes
from evalkit.evaluations.escalation_reasons import escalation_reasons
from evalkit.evaluations.handover import handover_terms
from evalkit.evaluations.improvement import improvement
from evalkit.evaluations.maintenance import agreement_maintenance
from evalkit.evaluations.norms import norm_judgements
from evalkit.evaluations.paper_practice import paper_and_practice
from evalkit.evaluations.parties import two_parties
from evalkit.evaluations.regioaanpak import interview_answers, missing_interviews
from evalkit.evaluations.reports_trend import reports_in_context
from evalkit.evaluations.safety import safety_in_view
from evalkit.evaluations.samen_doen import learning_cases, meetings
from evalkit.evaluations.sample import sample
from evalkit.evaluations.tsd import file_practice
from evalkit.evaluations.tsd_monitor import judgements_again
from evalkit.evaluations.versions import agreement_versions
from evalkit.evaluations.waiting import waiting_times
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from evalkit.evaluations.analysis import Analysis
    from evalkit.study import Study

    Question = Callable[..., Analysis]

EVALUATIONS: Final[dict[str, tuple[Text, tuple[Question, ...]]]] = {
    "tsd-2020": (
        Text("TSD 2020: het lokale netwerk na Veilig Thuis", "TSD 2020: the local network"),
        (
            sample,
            file_practice,
            handover_terms,
            waiting_times,
            safety_in_view,
            norm_judgements,
            regions_compared,
            municipalities_compared,
            configurations,
        ),
    ),
    "tsd-monitor-2022": (
        Text("TSD-monitor 2022: twee jaar later", "TSD monitor 2022: two years on"),
        (judgements_again, improvement),
    ),
    "aef-2020": (
        Text("AEF 2020: de samenwerkingsafspraken", "AEF 2020: the collaboration agreements"),
        (agreement_content, paper_and_practice, agreement_versions, two_parties),
    ),
    "samen-doen-2021": (
        Text("Samen Doen 2021: een regio volgt zichzelf", "Samen Doen 2021: a region on itself"),
        (
            escalation_routes,
            escalation_reasons,
            meetings,
            learning_cases,
            agreement_maintenance,
        ),
    ),
    "regioaanpak-2016": (
        Text("RegioAanpak 2016: de interviews", "RegioAanpak 2016: the interviews"),
        (interview_answers, missing_interviews),
    ),
    "context": (
        Text("Meldingen aan Veilig Thuis in hun context", "Reports to Veilig Thuis in context"),
        (reports_in_context,),
    ),
}
"""Title and questions of each evaluation, by the id that `Analysis.evaluation` holds."""


def evaluate(
    study: Study,
    *,
    evaluation: str | None = None,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> list[Analysis]:
    """Put the questions of the evaluations to a study.

    Parameters
    ----------
    study : Study
        The study.
    evaluation : str or None
        A key of `EVALUATIONS`; None asks all, and leaves out what an evaluation asks whose scheme
        the study does not use unless there is an answer all the same.
    region, municipality, wave : str or None
        Where and when; None takes all.

    Returns
    -------
    list of Analysis
        In the order of `EVALUATIONS`; one without rows has a `reason`.

    Raises
    ------
    ParameterError
        If the evaluation, place or wave does not exist; it names the nearest.
    """
    if evaluation is not None and evaluation not in EVALUATIONS:
        raise unknown_name(Text("evaluatie", "evaluation"), evaluation, EVALUATIONS)
    used = {scheme.id for scheme in study.schemes}
    asked = [evaluation] if evaluation is not None else list(EVALUATIONS)
    found = [
        question(study, region=region, municipality=municipality, wave=wave)
        for name in asked
        for question in EVALUATIONS[name][1]
    ]
    if evaluation is not None:
        return found
    return [each for each in found if each.reason is None or each.evaluation in used]
