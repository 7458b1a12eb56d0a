from bench.table import table


def test_a_table_shows_every_column_and_leaves_gaps_empty():
    shown = table([{"what": "use", "ms": 1.5}, {"what": "collect", "ms": 2, "times": 1200}])
    assert shown.splitlines() == [
        "what      ms  times",
        "-------  ---  -----",
        "use      1.5",
        "collect    2  1,200",
    ]


def test_a_wide_table_is_broken_and_each_part_says_what_its_rows_are():
    wide = table([{"page": "home", **{f"column number {number}": number for number in range(12)}}])
    parts = wide.split("\n\n")
    assert len(parts) > 1
    assert all(part.startswith("page") for part in parts)
    assert max(map(len, wide.splitlines())) <= 100
