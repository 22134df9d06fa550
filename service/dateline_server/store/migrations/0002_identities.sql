-- An event keeps its id when what it is made from changes. These tables hold only what differs from
-- the plain case, in which an event's id is the hash of what its mentions have in common.

CREATE TABLE event_identities (           -- events whose id is not the hash of their group
    group_key BIGINT NOT NULL,
    event_id BIGINT NOT NULL
);

CREATE TABLE event_names (                -- every id of mentions that were told by more than one event
    event_id BIGINT NOT NULL,
    mention_id BIGINT NOT NULL,
    since BIGINT NOT NULL                 -- counts up; 0: the id it came with; the highest: its event's now
);

CREATE VIEW timeline.event_redirects AS
WITH names AS (
    SELECT
        event_id,
        mention_id,
        since,
        lead(since, 1, 9223372036854775807) OVER (PARTITION BY mention_id ORDER BY since) AS until
    FROM main.event_names
)
SELECT
    printf('e%016x', names.event_id) AS old_event_id,
    printf('e%016x', arg_min(mentions.event_id, (-names.until, names.since, names.mention_id))) AS event_id
FROM names
JOIN main.mentions AS mentions USING (mention_id)
WHERE names.event_id NOT IN (SELECT event_id FROM main.events)
GROUP BY names.event_id;
