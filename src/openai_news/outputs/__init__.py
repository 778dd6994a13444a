"""Every kind of output: one file here, one row in the table."""

from openai_news.outputs import (
    article,
    day,
    feed,
    home,
    month,
    not_found,
    redirect,
    redirect_map,
    robots,
    sitemap,
    static,
    taxonomy,
    term,
    term_year,
    text,
    year,
    years,
)
from openai_news.page import Output

OUTPUTS: tuple[Output, ...] = (
    article.OUTPUT,
    text.OUTPUT,
    home.OUTPUT,
    years.OUTPUT,
    year.OUTPUT,
    month.OUTPUT,
    day.OUTPUT,
    taxonomy.OUTPUT,
    term.OUTPUT,
    term_year.OUTPUT,
    not_found.OUTPUT,
    *feed.OUTPUTS,
    *sitemap.OUTPUTS,
    robots.OUTPUT,
    *redirect.OUTPUTS,
    redirect_map.OUTPUT,
    static.OUTPUT,
)
