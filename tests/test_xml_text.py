"""XML text: what goes in comes out of a parser, minus what XML 1.0 cannot carry."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from openai_news.xml_text import document, element, lines, text

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def allowed(value):
    return NOT_XML.sub("", value)


def test_an_element_without_content_closes_itself():
    assert element("link", attributes={"rel": "self"}) == b'<link rel="self"/>'


def test_text_stands_on_the_element_s_own_line():
    assert element("title", "Été & « IA »") == "<title>Été &amp; « IA »</title>".encode()


def test_elements_inside_an_element_stand_on_lines_of_their_own():
    inner = lines([element("id", "1"), element("id", "2")])
    assert element("feed", inner) == b"<feed>\n<id>1</id>\n<id>2</id>\n</feed>"


def test_a_document_is_utf_8_with_its_note_after_the_declaration():
    expected = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- note -->\n<a>é</a>\n'
    assert document(element("a", "é"), "note") == expected.encode()


@pytest.mark.parametrize("code", [*range(0x9), 0xB, 0xC, *range(0xE, 0x20), 0xD800, 0xFFFE, 0xFFFF])
def test_a_character_that_xml_forbids_is_dropped(code):
    assert text(f"a{chr(code)}b") == b"ab"


@pytest.mark.parametrize("kept", ["\t", "\n", "\x7f", "\x85", "\u2028", "\ufffd", "\U0010ffff"])
def test_a_character_that_xml_allows_is_kept(kept):
    assert text(kept) == kept.encode()


@given(ANY_TEXT, ANY_TEXT)
def test_a_parser_reads_the_very_text_and_attribute_that_were_written(content, attribute):
    root = etree.fromstring(document(element("a", content, {"b": attribute})))
    assert (root.text or "", root.get("b")) == (allowed(content), allowed(attribute))


@given(ANY_TEXT)
def test_text_cannot_leave_its_element(content):
    root = etree.fromstring(document(element("a", lines([element("b", content)]))))
    assert [child.tag for child in root] == ["b"]


def test_only_bytes_are_taken_as_markup():
    assert element("a", "<b/>") == b"<a>&lt;b/&gt;</a>"
    assert element("a", b"<b/>") == b"<a>\n<b/>\n</a>"
