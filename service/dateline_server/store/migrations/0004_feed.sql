-- Which events came, changed and went, in that order: who watches goes on behind the last number that
-- was told. Only the latest are kept.
CREATE SEQUENCE event_change_numbers;

CREATE TABLE event_changes (
    "number" BIGINT NOT NULL,             -- from event_change_numbers, counted up
    event_id BIGINT NOT NULL,
    gone BOOLEAN NOT NULL
);

-- Tells this database from others, whose numbers mean something else.
CREATE TABLE event_feed AS SELECT uuid()::VARCHAR AS feed_id;
