from evalkit.evaluations.coder_agreement import disagreement


def code(unit, value):
    return {"unit": unit, "item": "E2.1", "facet": "practice", "value": value}


def study_with(make_study, places, other):
    units = [f"D{n:02}" for n in range(20)]
    places["units"] = [
        {"unit": unit, "kind": "file", "municipality": "GM9001", "wave": "w0"} for unit in units
    ]
    first = ["ja" if n % 2 else "nee" for n in range(20)]
    second = other(first)
    coders = {"een": first, "twee": second}
    return make_study(
        places,
        {
            name: [code(unit, value) for unit, value in zip(units, values, strict=True)]
            for name, values in coders.items()
        },
    )


def test_an_item_that_coders_disagreed_on_is_named(make_study, places):
    study = study_with(make_study, places, lambda first: ["ja"] * 10 + first[10:])
    [caution] = disagreement(study, ["E2.1", "E2.1", "E1.3"])
    assert "“Samen op eerste huisbezoek”" in caution.nl
    assert "Veiligheid eerst" not in caution.nl


def test_nothing_is_said_of_items_that_coders_agreed_on_or_nobody_coded(make_study, places):
    study = study_with(make_study, places, list)
    assert disagreement(study, ["E2.1", "E1.3"]) == ()
