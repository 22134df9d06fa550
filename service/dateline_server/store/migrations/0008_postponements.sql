-- Which mention tells of the new date of what another one, in the same document, tells to be put off.
CREATE TABLE event_postponements (
    mention_id BIGINT NOT NULL,           -- tells of the old date
    new_mention_id BIGINT NOT NULL
);

CREATE VIEW timeline.event_postponements AS
SELECT DISTINCT
    printf('e%016x', old.event_id) AS event_id,
    printf('e%016x', new.event_id) AS superseded_by,
    old.document_id
FROM main.event_postponements AS links
JOIN main.mentions AS old ON old.mention_id = links.mention_id
JOIN main.mentions AS new ON new.mention_id = links.new_mention_id
WHERE old.event_id <> new.event_id;
