"""Real kernels in real processes."""

import dataclasses
import fcntl
import html
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evalkit.batch import Reason, State, plan_batch, run_batch
from evalkit.errors import ParameterError, ReportError

# What each region of the bad batch does to its report.
DEEDS = {
    "VT01": ("Goed", "pass"),
    "VT02": ("Cel", "1 / 0"),
    "VT03": ("Zin", "from evalkit.study import open_study; open_study('publishd')"),
    "VT04": ("Uit", "import os; os._exit(3)"),
    "VT05": ("Dood", "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"),
    "VT06": ("Exit", "raise SystemExit(3)"),
    "VT07": ("Ook", "pass"),
}


@pytest.fixture(scope="module")
def bad_batch(tmp_path_factory, write_study, write_notebooks):
    folder = tmp_path_factory.mktemp("bad")
    study = write_study(
        folder / "drie", *(f"{c},{name},2020-01-01,," for c, (name, _) in DEEDS.items())
    )
    branches = "\n".join(f"if region == {c!r}:\n    {deed}" for c, (_, deed) in DEEDS.items())
    books = write_notebooks(folder / "notebooks", branches)
    plan = plan_batch(study, out=folder / "out", language="nl", notebooks=books, timeout=60)
    seen = []
    run = run_batch(plan, jobs=2, progress=seen.append)
    assert sorted(report.slug for report in seen) == sorted(job.slug for job in plan.jobs)
    return run


@pytest.fixture
def make_plan(make_study, make_notebooks, tmp_path):
    def make(*cells, study=None, **options):
        return plan_batch(
            study or make_study(),
            out=options.pop("out", tmp_path / "out"),
            language="nl",
            notebooks=make_notebooks(*cells),
            **options,
        )

    return make


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("region", "reason", "dutch", "english"),
    [
        (
            "VT02",
            Reason.CELL_ERROR,
            "cel 3: ZeroDivisionError: division",
            "cell 3: ZeroDivisionError",
        ),
        (
            "VT03",
            Reason.CELL_ERROR,
            "studie 'publishd' bestaat niet; bedoelt u",
            "there is no study",
        ),
        ("VT04", Reason.KERNEL_DIED, "de kernel stopte halverwege", "the kernel died on the way"),
        ("VT05", Reason.WORKER_DIED, "het proces stopte (SIGKILL)", "the process died (SIGKILL)"),
        ("VT06", Reason.CELL_ERROR, "cel 3: SystemExit: 3", "cell 3: SystemExit: 3"),
    ],
)
def test_a_region_that_fails_says_why(bad_batch, region, reason, dutch, english):
    report = next(r for r in bad_batch.reports if r.slug.startswith(region.lower()))
    assert (report.state, report.reason) == (State.FAILED, reason)
    assert report.message.nl.startswith(dutch)
    assert report.message.en.startswith(english)


def test_the_other_regions_get_their_page(bad_batch):
    assert bad_batch.exit_code == 1
    assert len(bad_batch.failed) == 5
    assert names(bad_batch.plan.out) == [
        "index.html", "manifest.json", "national.html", "run.json", "vt01-goed.html",
        "vt07-ook.html",
    ]  # fmt: skip
    page = (bad_batch.plan.out / "vt01-goed.html").read_text("utf-8")
    assert "&#39;VT01&#39;" in page
    assert 'lang="nl"' in page


def test_the_index_links_what_was_made_and_explains_what_was_not(bad_batch):
    index = (bad_batch.plan.out / "index.html").read_text("utf-8")
    assert "3 van de 8 rapporten zijn gemaakt" in index
    assert '<a href="vt01-goed.html">Goed</a>' in index
    assert "vt02-cel.html" not in index
    assert "niet gelukt: fout in een cel<br>cel 3: ZeroDivisionError: division by zero" in index
    assert "studie &#39;publishd&#39; bestaat niet" in index
    assert "verzonnen" in index


def test_the_manifest_says_the_same(bad_batch):
    manifest = json.loads((bad_batch.plan.out / "manifest.json").read_text("utf-8"))
    states = {entry["region"]: (entry["state"], entry["reason"]) for entry in manifest["reports"]}
    assert states["VT05"] == ("failed", "worker-died")
    assert states["VT07"] == ("ok", "")
    assert manifest["reports"][0]["report"] == "national"
    assert set(manifest["packages"]) >= {"pandas", "papermill", "nbconvert"}
    assert "started" not in json.dumps(manifest)


def test_a_second_run_gives_the_same_bytes(make_plan, tmp_path, capfd):
    cells = "import warnings, matplotlib.pyplot as plt", "plt.plot([1, 2]); warnings.warn('w')"
    first = make_plan(*cells, keep_notebooks=True)
    assert run_batch(first, jobs=2).exit_code == 0

    def contents():
        files = sorted(path for path in first.out.rglob("*") if path.is_file())
        return {path.name: path.read_bytes() for path in files if path.name != "run.json"}

    before = contents()
    assert len(before) == 10  # four pages, four notebooks, index and manifest
    assert run_batch(make_plan(*cells, keep_notebooks=True), jobs=1).exit_code == 0
    assert contents() == before
    assert capfd.readouterr() == ("", "")  # no kernel spoke to the terminal


@pytest.mark.parametrize("value", ["0363", "no", "1e5", "a \"b\" 'c' {d} \\n \\ \n\t\r é 𝄞 \x00"])
def test_a_parameter_arrives_as_it_was_sent(make_plan, value):
    plan = make_plan(f"assert region == {value!r} and type(region) is str", regions=["VT01"])
    job = dataclasses.replace(plan.jobs[0], parameters=plan.jobs[0].parameters | {"region": value})
    run = run_batch(dataclasses.replace(plan, jobs=(job,)), jobs=1)
    assert run.reports[0].message.en == ""
    assert html.escape(repr(value)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in (
        plan.out / "vt01-noord.html"
    ).read_text("utf-8")


def test_a_parameter_that_cannot_arrive_is_reported(make_plan):
    plan = make_plan(regions=["VT01"])
    job = dataclasses.replace(plan.jobs[0], parameters={"x": float("inf")})
    run = run_batch(dataclasses.replace(plan, jobs=(job,)), jobs=1)
    assert run.reports[0].reason is Reason.PARAMETERS


def test_a_report_that_takes_too_long_is_stopped(make_plan):
    plan = make_plan(
        "import time\nif region == 'VT02': time.sleep(90)", regions=["VT02"], timeout=1
    )
    start = time.monotonic()
    (report,) = run_batch(plan, jobs=2).reports
    assert report.reason is Reason.TIMEOUT
    assert report.message.nl == "het rapport was na 1 seconden niet klaar"
    assert time.monotonic() - start < 45


def test_a_notebook_without_sections_gives_no_page(make_plan, make_study):
    plan = make_plan(
        "import evalkit.reports.section as s; del s.Section._repr_mimebundle_", regions=["VT01"]
    )
    (report,) = run_batch(plan, jobs=1).reports
    assert report.reason is Reason.PAGE_REFUSED
    assert not (plan.out / "vt01-noord.html").exists()


def test_the_message_of_a_protected_study_holds_no_value(make_plan, make_study):
    study = make_study(profile="protected")
    (report,) = run_batch(make_plan("{}['Jansen']", study=study, regions=["VT01"]), jobs=1).reports
    assert report.message.nl == "cel 3: KeyError"


def test_settings_of_the_user_do_not_reach_a_kernel(make_plan, tmp_path, monkeypatch):
    startup = tmp_path / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("region = 'startup'; raise SystemExit")
    stale = tmp_path / ".local" / "share" / "jupyter" / "kernels" / "python3"
    stale.mkdir(parents=True)
    spec = {"argv": ["/bin/false"], "display_name": "stale", "language": "python"}
    (stale / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PATH", str(stale.parents[1]))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    check = (
        "import os, sys; assert os.environ['OMP_NUM_THREADS'] == '1' and os.listdir() == []; "
        "assert not sys.dont_write_bytecode"
    )
    (report,) = run_batch(make_plan(check, regions=["VT01"]), jobs=1).reports
    assert report.message.en == ""
    assert report.state is State.OK


def test_a_part_of_the_regions_leaves_the_other_reports(make_plan, make_study, tmp_path):
    run_batch(make_plan(), jobs=2)
    before = names(tmp_path / "out")
    run = run_batch(make_plan(regions=["Oost"]), jobs=1)
    assert [report.slug for report in run.reports] == ["vt03-oost"]
    assert names(tmp_path / "out") == before
    assert "4 van de 4 rapporten" in (tmp_path / "out" / "index.html").read_text("utf-8")
    study = make_study("VT01,Noord,2020-01-01,,", "VT03,Oost,2020-01-02,,")
    with pytest.raises(ReportError, match="made from other data"):
        make_plan(study=study, regions=["Oost"])
    cell = "if region == 'VT03': 1 / 0"
    run_batch(make_plan(cell, study=study), jobs=2)
    # Súdwest is gone and Oost failed: no page of a former run may pass for one of this run.
    assert set(before) - set(names(tmp_path / "out")) == {"vt02-sudwest.html", "vt03-oost.html"}


def test_municipalities_are_made_beside_their_regions_and_again_alone(
    make_plan, make_study_of_places, tmp_path
):
    out, study = tmp_path / "out", make_study_of_places()
    run = run_batch(make_plan(study=study), jobs=2)
    assert [report.reason for report in run.reports] == [Reason.NONE] * 7
    assert "&#39;GM0001&#39;" in (out / "gm0001-eenrum.html").read_text("utf-8")
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}
    (out / "gm0001-eenrum.html").unlink()
    again = run_batch(make_plan(study=study, municipalities=["Eenrum"]), jobs=1)
    assert [report.slug for report in again.reports] == ["gm0001-eenrum"]
    assert {name: (out / name).read_bytes() for name in before} == before
    entries = json.loads(before["manifest.json"])["reports"]
    assert [(entry["kind"], entry["region"], entry["municipality"]) for entry in entries] == [
        ("national", "", ""),
        ("region", "VT01", ""), ("region", "VT02", ""), ("region", "VT03", ""),
        ("municipality", "VT03", "GM0001"), ("municipality", "VT03", "GM0003"),
        ("municipality", "", "GM0004"),
    ]  # fmt: skip


def test_two_runs_in_one_folder_are_refused(make_plan):
    plan = make_plan()
    folder = os.open(plan.out, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        with pytest.raises(ReportError, match="another run is writing here"):
            run_batch(plan, jobs=1)
    finally:
        os.close(folder)
    assert names(plan.out) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"jobs": 0}, "from 1, found 0"),
        ({"jobs": True}, "from 1, found True"),
        ({"jobs": 1, "engine": "papermil"}, "did you mean 'papermill'?"),
    ],
)
def test_a_mistyped_run_does_not_start(make_plan, options, message):
    plan = make_plan()
    with pytest.raises(ParameterError, match=message.replace("?", r"\?")):
        run_batch(plan, **options)
    assert names(plan.out) == []


def test_ctrl_c_stops_every_process_and_leaves_nothing_half_written(
    make_study, make_notebooks, tmp_path
):
    study, out = make_study(), tmp_path / "out"
    slow = (
        "import os, pathlib, time\n"
        f"pathlib.Path({str(tmp_path)!r}, 'pid').write_text(str(os.getpid()))\n"
        "time.sleep(90)"
    )
    # Tests that run in the background inherit an ignored Ctrl-C.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from evalkit.cli import main; main()"
    )
    command = [sys.executable, "-c", program, "report"]
    command += ["--study", str(study), "--out", str(out), "--jobs", "1"]
    command += ["--notebooks", str(make_notebooks(slow))]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    pid = tmp_path / "pid"
    try:
        wait_for(lambda: pid.exists() and pid.read_text(), 60)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=30)[1]
    assert "afgebroken" in said
    assert process.returncode == 130
    assert names(out) == ["index.html", "manifest.json", "national.html", "run.json"]
    entries = json.loads((out / "manifest.json").read_text("utf-8"))["reports"]
    assert [entry["state"] for entry in entries] == ["ok", "pending", "pending", "pending"]
    assert "nog niet gemaakt" in (out / "index.html").read_text("utf-8")
    wait_for(lambda: not Path("/proc", pid.read_text()).exists(), 10)


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
