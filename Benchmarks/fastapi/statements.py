"""The statements of search and suggestions, on the tables of `setup.sql`."""

from sqlalchemy import BigInteger, text
from sqlalchemy.dialects.postgresql import JSONB

# A page of results with their facets in one round trip.
SEARCH = text("""
    WITH found AS MATERIALIZED (
        SELECT id, price, brand, category_path, ts_rank_cd(document, query) AS score
        FROM peer_search, websearch_to_tsquery('english', :words) AS query WHERE document @@ query
    ), best AS (
        SELECT id, score FROM found ORDER BY score DESC, id LIMIT :size OFFSET :skipped
    )
    SELECT
        (SELECT jsonb_agg(jsonb_build_array(s.id, s.slug, s.name, s.excerpt, s.price, s.currency, s.category, s.brand,
             s.rating, s.review_count, s.in_stock, s.tags, s.image, best.score) ORDER BY best.score DESC, best.id)
         FROM best JOIN peer_search s USING (id)) AS results,
        (SELECT count(*) FROM found) AS total,
        (SELECT jsonb_agg(jsonb_build_array(path, count) ORDER BY count DESC) FROM (
             SELECT path, count(*) FROM (
                 SELECT category_path AS path FROM found WHERE category_path IS NOT NULL
                 UNION ALL
                 SELECT jsonb_build_array(category_path -> 0) FROM found WHERE jsonb_array_length(category_path) > 1
             ) AS paths GROUP BY path ORDER BY count(*) DESC LIMIT 50) AS counted) AS categories,
        (SELECT jsonb_agg(jsonb_build_array(brand, count) ORDER BY count DESC) FROM (
             SELECT brand, count(*) FROM found WHERE brand IS NOT NULL GROUP BY brand ORDER BY count(*) DESC LIMIT 50
         ) AS counted) AS brands,
        (SELECT jsonb_agg(jsonb_build_array(bound, count) ORDER BY bound) FROM (
             SELECT price / 5000 * 50 AS bound, count(*) FROM found GROUP BY 1) AS counted) AS prices
""").columns(results=JSONB, total=BigInteger, categories=JSONB, brands=JSONB, prices=JSONB)

# The second half runs only when the first finds too few.
SUGGEST = text("""
    (SELECT text, score, kind FROM peer_suggestions
     WHERE beginning LIKE :beginning AND kind <> 'product' ORDER BY score DESC LIMIT :size)
    UNION ALL
    (SELECT text, score, kind FROM peer_suggestions
     WHERE beginning LIKE :beginning AND kind = 'product' ORDER BY score DESC LIMIT :size)
    LIMIT :size
""")


def beginning(typed: str) -> str:
    """The pattern of LIKE for texts that begin so."""
    return typed.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
