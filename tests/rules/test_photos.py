import pytest

from auction.rules.photos import LONGEST, Place, Words, WordsTooLong, check_words, moved


@pytest.mark.parametrize(
    ("what", "place", "order"),
    [
        ("b", Place.EARLIER, "bac"),
        ("b", Place.LATER, "acb"),
        ("c", Place.FIRST, "cab"),
        ("a", Place.EARLIER, "abc"),
        ("a", Place.FIRST, "abc"),
        ("c", Place.LATER, "abc"),
    ],
)
def test_a_photo_moves_by_one_or_to_the_front(
    what: str, place: Place, order: str
) -> None:
    assert "".join(moved("abc", what, place)) == order


def test_words_are_cleaned_of_what_nobody_sees() -> None:
    words = check_words(Words(" A\u202e house \n", "Front\tside"), number=1)

    assert words == Words("A house", "Front side")


@pytest.mark.parametrize("words", [Words("x" * 301), Words("", "x" * 301)])
def test_words_that_are_too_long_are_refused_with_the_number_of_the_photo(
    words: Words,
) -> None:
    with pytest.raises(WordsTooLong, match="photo 7"):
        check_words(words, number=7)


def test_words_of_just_that_length_are_kept() -> None:
    longest = Words("x" * LONGEST, "y" * LONGEST)

    assert check_words(longest, number=1) == longest
