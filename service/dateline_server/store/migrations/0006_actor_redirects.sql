-- An actor that the lexicon does not know has an id made from its name. When the lexicon knows the name
-- later, that id leads to the lexicon's actor, unless several actors have the name.

ALTER TABLE actor_definitions ADD COLUMN former_ids VARCHAR[] DEFAULT [];

CREATE TABLE actor_redirects (            -- as the actors' descriptions say; two rows of an id: it leads nowhere
    former_key BIGINT NOT NULL,           -- a hash of former_id
    former_id VARCHAR NOT NULL,
    actor_key BIGINT NOT NULL
);

CREATE TABLE superseded_actors (          -- those of actors whose id leads to another one; seldom any
    former_key BIGINT NOT NULL,
    actor_key BIGINT NOT NULL
);

CREATE VIEW timeline.actor_redirects AS
SELECT
    redirects.former_id AS old_actor_id,
    CASE WHEN count(*) = 1 THEN min(actors.actor_id) END AS actor_id,
    list(actors.actor_id ORDER BY actors.actor_id) AS candidates
FROM main.actor_redirects AS redirects
JOIN main.actors AS actors USING (actor_key)
GROUP BY redirects.former_id;

CREATE OR REPLACE VIEW timeline.event_actors AS
SELECT
    printf('e%016x', links.event_id) AS event_id,
    actors.actor_id,
    actors.display_name,
    actors.actor_type,
    links."role",
    links.event_type,
    ['asserted', 'planned', 'possible', 'negated'][links.factuality + 1] AS factuality,
    links.first_day AS first_date,
    links.last_day AS last_date
FROM main.event_actors AS links
LEFT JOIN main.superseded_actors AS present ON present.former_key = links.actor_key
JOIN main.actors AS actors ON actors.actor_key = coalesce(present.actor_key, links.actor_key);

CREATE VIEW present_actors AS             -- without those that are another one now, whose events count there
WITH told AS (
    SELECT actor_key, former_key AS told_key FROM superseded_actors
    UNION SELECT actor_key, actor_key FROM superseded_actors
), counted AS (
    SELECT told.actor_key, count(DISTINCT event_id) AS event_count
    FROM event_actors JOIN told ON told_key = event_actors.actor_key
    GROUP BY told.actor_key
)
SELECT
    actors.actor_key,
    actor_id,
    display_name,
    actor_type,
    aliases,
    parent_id,
    wikidata,
    coalesce(counted.event_count, actors.event_count) AS event_count
FROM actors
LEFT JOIN counted ON counted.actor_key = actors.actor_key
WHERE actors.actor_key NOT IN (SELECT former_key FROM superseded_actors);

CREATE OR REPLACE VIEW timeline.actors AS
SELECT actor_id, display_name, actor_type, aliases, parent_id, wikidata, event_count
FROM main.present_actors;
