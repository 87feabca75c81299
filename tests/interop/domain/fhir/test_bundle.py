"""Which files are a bundle, and what is said of those that are not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.interop.domain.fhir import BundleUnreadable, UnreadableReason, read_bundle
from hearthside.interop.domain.fhir.bundle import read_entries
from tests.interop.domain.fhir.bundles import (
    TODAY,
    bundle,
    condition,
    coverage,
    entry,
    patient,
    read,
    reasons,
    related,
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", UnreadableReason.EMPTY),
        (b" \n\xef\xbb\xbf"[2:], UnreadableReason.EMPTY),
        (b"<Bundle xmlns='http://hl7.org/fhir'/>", UnreadableReason.XML),
        (b'{"resourceType": "Bundle", "entry": [', UnreadableReason.BROKEN_JSON),
        (b'{"resourceType": "Bundle", "total": NaN}', UnreadableReason.BROKEN_JSON),
        (b"[" * 100_000, UnreadableReason.BROKEN_JSON),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5000 + b"}", UnreadableReason.BROKEN_JSON),
        (b'{"resourceType": "Bundle"}\n{"resourceType": ', UnreadableReason.BROKEN_JSON),
        (b"PK\x03\x04\x00\xff\xfe", UnreadableReason.BROKEN_JSON),
        (b"null", UnreadableReason.NOT_A_BUNDLE),
        (b"[1, 2]", UnreadableReason.NOT_A_BUNDLE),
        (b'{"resourceType": "Patient"}', UnreadableReason.NOT_A_BUNDLE),
        (b'{"entry": []}', UnreadableReason.NOT_A_BUNDLE),
        (b'{"resourceType": "Bundle", "entry": {}}', UnreadableReason.BROKEN_BUNDLE),
    ],
)
def test_a_file_that_is_no_bundle_is_refused_with_the_reason(content: bytes, reason: UnreadableReason) -> None:
    with pytest.raises(BundleUnreadable) as refused:
        read_bundle(content, on=TODAY)
    assert refused.value.reason is reason


def test_broken_json_tells_where_it_breaks() -> None:
    with pytest.raises(BundleUnreadable) as refused:
        read_bundle(b'{"resourceType": "Bundle",\n "entry": [}', on=TODAY)
    assert refused.value.detail == "line 2, column 12"


def test_a_file_over_the_limit_is_not_even_parsed() -> None:
    with pytest.raises(BundleUnreadable) as refused:
        read_entries(b"[" * 101, largest=100)
    assert refused.value.reason is UnreadableReason.TOO_LARGE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_bundle_is_read_in_the_encodings_that_json_knows(encoding: str) -> None:
    content = json.dumps(json.loads(bundle(patient())), ensure_ascii=False).encode(encoding)
    assert [person.given_name for person in read_bundle(content, on=TODAY).people] == ["Ada"]


def test_an_empty_bundle_has_nothing_to_take_and_nothing_to_report() -> None:
    reading = read_bundle(b'{"resourceType": "Bundle", "type": "searchset", "total": 0}', on=TODAY)
    assert (reading.people, reading.taken, reading.not_taken, reading.resources) == ((), (), (), 0)


@pytest.mark.parametrize("kind", ["transaction", "batch", "collection", "searchset", "document", "history"])
def test_every_type_of_bundle_is_read_alike(kind: str) -> None:
    reading = read(patient(), condition(), kind=kind)
    assert reading.taken == (("Condition", 1), ("Patient", 1))


def test_newline_delimited_resources_are_read_like_a_bundle() -> None:
    lines = [json.dumps(one) for one in (patient(), condition(), coverage())]
    reading = read_bundle("\r\n\r\n".join(lines).encode(), on=TODAY)
    assert reading.taken == (("Condition", 1), ("Coverage", 1), ("Patient", 1))


def test_a_bundle_inside_an_answer_to_a_batch_is_opened() -> None:
    inner = json.loads(bundle(patient(), condition(), kind="searchset"))
    reading = read(inner, kind="batch-response")
    assert (reading.taken, reading.resources) == ((("Condition", 1), ("Patient", 1)), 2)


def test_a_bundle_inside_a_bundle_without_end_is_not_followed_for_ever() -> None:
    inner = json.loads(bundle(patient()))
    for _ in range(6):
        inner = json.loads(bundle(inner))
    assert reasons(read(inner)) == [("Bundle", "not_held_by_model")]


def test_entries_that_hold_nothing_are_counted_one_by_one() -> None:
    reading = read(
        {"request": {"method": "DELETE", "url": "Patient/9"}},
        {"response": {"status": "201 Created"}},
        {"resource": None},
        {"resource": []},
        entry({"id": "x"}),
        entry({"resourceType": "Wizard"}),
        entry({"resourceType": ["Patient"]}),
        entry({"resourceType": "OperationOutcome", "issue": []}, search={"mode": "outcome"}),
    )
    assert reasons(reading) == [
        ("", "no_resource"),
        ("", "no_resource"),
        ("", "invalid"),
        ("", "invalid"),
        ("", "invalid"),
        ("", "invalid"),
        ("", "invalid"),
        ("OperationOutcome", "not_held_by_model"),
    ]
    assert reading.resources == 8


def test_of_several_versions_only_the_newest_is_taken() -> None:
    older = patient(meta={"versionId": "1"}, name=[{"text": "Ada Old"}])
    newer = patient(meta={"versionId": "2"}, name=[{"text": "Ada New"}])
    address = "https://fhir.example/r4/Patient/p1"
    for order in ([older, newer], [newer, older]):
        reading = read(*(entry(one, fullUrl=address) for one in order), kind="history")
        assert [person.family_name for person in reading.people] == ["New"]
        assert reasons(reading) == [("Patient", "superseded")]


def test_what_was_deleted_later_in_a_history_is_not_taken() -> None:
    address = "https://fhir.example/r4/Patient/p1"
    reading = read(
        {"fullUrl": address, "request": {"method": "DELETE", "url": "Patient/p1"}},
        entry(patient(), fullUrl=address),
        kind="history",
    )
    assert reading.people == ()
    assert reasons(reading) == [("", "no_resource"), ("Patient", "superseded")]


def _read_or_refuse(content: bytes) -> None:
    try:
        reading = read_bundle(content, on=TODAY)
    except BundleUnreadable:
        return
    assert sum(count for _, count in reading.taken) + len(reading.not_taken) == reading.resources


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_unreadable(content: bytes) -> None:
    _read_or_refuse(content)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
WHOLE = (
    patient(
        telecom=[{"system": "phone", "value": "555"}],
        address=[{"line": ["1 Main"], "city": "X"}],
        communication=[{"language": {"coding": [{"code": "es"}]}, "preferred": True}],
        contact=[{"name": {"text": "Bo"}, "relationship": [{"text": "friend"}]}],
        link=[{"other": {"reference": "Patient/2"}, "type": "seealso"}],
    ),
    condition(clinicalStatus={"coding": []}, recordedDate="2020", abatementPeriod={"start": "2021"}),
    coverage(period={"start": "2020"}, type={"text": "PPO"}),
    related(),
    {
        "resourceType": "ExplanationOfBenefit",
        "contained": [coverage()],
        "billablePeriod": {"start": "2020-01-01"},
    },
)


@st.composite
def spoiled_bundles(draw: st.DrawFn) -> bytes:
    """A good bundle in which up to three values anywhere were replaced by any JSON."""
    document = json.loads(bundle(*WHOLE))
    for _ in range(draw(st.integers(1, 3))):
        node = document["entry"][draw(st.integers(0, len(WHOLE) - 1))]
        while True:
            keys = sorted(node) if isinstance(node, dict) else range(len(node))
            key = draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or not node[key] or draw(st.booleans()):
                node[key] = draw(json_values)
                break
            node = node[key]
        if not all(isinstance(one, dict) and one for one in document["entry"]):
            break
    return json.dumps(document).encode()


@settings(max_examples=400, deadline=None)
@given(spoiled_bundles())
def test_no_spoiled_bundle_raises_anything_but_unreadable(content: bytes) -> None:
    _read_or_refuse(content)
