-- What the peer of scripts/bench http adds to a database that `souk import` filled: tables for its search and its
-- suggestions, since a Python service would lean on PostgreSQL for both. Nothing that Souk reads is touched.

SET client_min_messages = warning;
DROP TABLE IF EXISTS peer_search, peer_suggestions;

CREATE TABLE peer_search AS
SELECT p.id, p.slug, p.name, left(p.description, 200) AS excerpt, p.price, p.currency, p.brand, p.rating,
       p.review_count, p.in_stock, p.tags, p.images -> 0 AS image, p.category_id,
       CASE WHEN c.id IS NOT NULL THEN
           jsonb_build_object('id', c.id, 'name', c.name, 'slug', c.slug, 'path', c.path) END AS category,
       c.path AS category_path,
       setweight(to_tsvector('english', p.name), 'A')
           || setweight(to_tsvector('english', coalesce(p.brand, '') || ' ' || coalesce(c.name, '')), 'B')
           || setweight(to_tsvector('english', p.description), 'C') AS document
FROM products p LEFT JOIN categories c ON c.id = p.category_id
WHERE p.status = 'published';
ALTER TABLE peer_search ADD PRIMARY KEY (id);
CREATE INDEX peer_search_document ON peer_search USING gin (document);

-- One row for every text that may be suggested and every word that it can be found by: the text from that word on.
CREATE TABLE peer_suggestions AS
WITH texts (text, kind, score) AS (
    SELECT word, 'query', count(*)::double precision
    FROM products p, LATERAL (SELECT DISTINCT regexp_split_to_table(lower(p.name), '[^[:alnum:]]+') AS word) AS words
    WHERE length(word) > 1 GROUP BY word HAVING count(*) > 2
    UNION ALL
    SELECT c.name, 'category', count(*) FROM products p JOIN categories c ON c.id = p.category_id GROUP BY c.name
    UNION ALL
    SELECT brand, 'brand', count(*) FROM products WHERE brand IS NOT NULL GROUP BY brand
    UNION ALL
    SELECT name, 'product', 1 / (1 + length(name)::double precision) FROM products WHERE status = 'published'
)
SELECT DISTINCT ON (start, text, kind) substr(lower(text), start) AS beginning, text, kind, score
FROM texts, LATERAL (
    SELECT 1 AS start
    UNION ALL
    SELECT place + 1 FROM generate_series(1, length(text) - 1) AS place WHERE substr(text, place, 2) ~ '^[^[:alnum:]][[:alnum:]]'
) AS starts;
CREATE INDEX peer_suggestions_words ON peer_suggestions (beginning text_pattern_ops) WHERE kind <> 'product';
CREATE INDEX peer_suggestions_products ON peer_suggestions (beginning text_pattern_ops) WHERE kind = 'product';

ANALYZE peer_search, peer_suggestions, products, categories, variants;
