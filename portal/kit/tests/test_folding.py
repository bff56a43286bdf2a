import pytest

from portal.kit.folding import fold, last_word, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  André Corrêa d’Almeida ", "andre correa d almeida"),
        ("FRANÇOIS CRÉPEAU", "francois crepeau"),
        ("Straße", "strasse"),
        ("Łukasz Ørsted Æsir", "lukasz orsted aesir"),
        ("Basilien-Gainche", "basilien gainche"),
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("İstanbul ILICA ığdır", "istanbul ilica igdir"),
        ("محمد", "محمد"),
        ("मोहन दास", "मोहन दास"),
        ("𝓕𝓪𝓷𝓬𝔂 ﬁne", "fancy fine"),
        ("' : * | & ! ( ) <->", ""),
        ("", ""),
    ],
)
def test_fold_drops_case_accents_and_punctuation(text, folded):
    assert fold(text) == folded


def test_fold_is_stable():
    assert fold(fold("Ślęzak-Þórr’s İX")) == fold("Ślęzak-Þórr’s İX")


def test_sort_key_puts_sort_name_first():
    assert sort_key("Corrêa d’Almeida", "André Corrêa d’Almeida") == "correa d almeida andre correa d almeida"


def test_last_word_of_one_word_is_the_word():
    assert last_word("Madonna") == "Madonna"
    assert last_word("Guy S. Goodwin-Gill") == "Goodwin-Gill"
    assert last_word("   ") == ""
