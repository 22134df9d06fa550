-- A mention with a loose date may tell of an event that another one dates exactly: it joins the one group
-- that it can mean, as a guest.

CREATE TABLE event_kin (                  -- the mentions that may join, or be joined
    kin_key BIGINT NOT NULL,              -- a hash of what has to agree
    mention_id BIGINT NOT NULL,
    group_key BIGINT NOT NULL,            -- of the mention by itself
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,               -- the first day too: an exact date
    figures BIGINT NOT NULL               -- a hash of the figures in it; 0: none
);

CREATE TABLE event_guests (               -- which group is told with which
    group_key BIGINT NOT NULL,
    host_key BIGINT NOT NULL
);

-- In event_names, since = -1 marks the id of an event that a mention was told by as a guest: it leads to
-- the mention where nothing else has it.
CREATE OR REPLACE VIEW timeline.event_redirects AS
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
    printf('e%016x', arg_min(
        mentions.event_id, (names.since < 0, -names.until, names.since, names.mention_id)
    )) AS event_id
FROM names
JOIN main.mentions AS mentions USING (mention_id)
WHERE names.event_id NOT IN (SELECT event_id FROM main.events)
GROUP BY names.event_id;
