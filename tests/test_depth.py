"""Ten thousand articles are never more than four clicks from the front page (RULES A7)."""

import re
from datetime import date, timedelta
from posixpath import dirname, normpath

from support.site import Site

COUNT = 10_000
HREF = re.compile(rb'<a [^>]*?href="([^":#]+\.html)')


def test_every_one_of_ten_thousand_articles_is_within_four_clicks_of_the_front_page(tmp_path):
    site = Site(tmp_path / "site", jobs=2)
    for number in range(COUNT):
        day = date(2014, 1, 1) + timedelta(number * 3650 // COUNT)
        site.article(
            f"{day:%Y/%m}/a{number}.md", f"Article {number}", date=day, tags=f"[Sujet {number % 40}]"
        )
    site.build()
    tree = {path: data for path, data in site.tree().items() if path.endswith(".html")}
    depth, waiting = {"index.html": 0}, ["index.html"]
    for path in waiting:
        for link in HREF.findall(tree[path]):
            target = normpath(f"{dirname(path)}/{link.decode()}").lstrip("/")
            if target in tree and target not in depth:
                depth[target] = depth[path] + 1
                waiting.append(target)
    articles = [path for path in tree if re.search(r"/a\d+/index\.html", path)]

    assert len(articles) == COUNT
    assert [path for path in articles if depth.get(path, 99) > 4] == []
