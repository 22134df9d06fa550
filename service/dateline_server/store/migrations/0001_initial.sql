-- The tables belong to the service and may change; what analysts may rely on is the schema
-- "timeline". Times are UTC. An open first or last day is 0001-01-01 or 9999-12-31.

CREATE TABLE documents (
    document_key BIGINT PRIMARY KEY,      -- counted up: a document's mentions lie together
    document_id VARCHAR NOT NULL UNIQUE,
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    language VARCHAR,
    media_type VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    submitted_date DATE,
    publication_date DATE,
    publication_date_source VARCHAR,
    publication_date_candidates STRUCT(
        "year" INTEGER, "month" INTEGER, "day" INTEGER,
        "source" VARCHAR, evidence VARCHAR, conflict VARCHAR
    )[] NOT NULL,
    not_before DATE,
    content_hash VARCHAR NOT NULL,
    analyzer_version VARCHAR NOT NULL,
    mention_count INTEGER NOT NULL,
    actor_definitions BIGINT[] NOT NULL,
    create_time TIMESTAMP NOT NULL,
    update_time TIMESTAMP NOT NULL
);

CREATE TABLE mentions (
    mention_id BIGINT PRIMARY KEY,        -- document_key * 65536 + the mention's number in it
    event_id BIGINT NOT NULL,
    document_id VARCHAR NOT NULL,
    publication_date DATE,
    field VARCHAR NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    sentence_text VARCHAR NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    trigger_text VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    first_day DATE,
    last_day DATE,
    "time" STRUCT(
        granularity VARCHAR, extent VARCHAR, edtf VARCHAR, anchor VARCHAR,
        anchor_start INTEGER, anchor_end INTEGER, anchor_date DATE, imputed VARCHAR[], unresolved VARCHAR
    ) NOT NULL,
    timex STRUCT(
        "start" INTEGER, "end" INTEGER, "text" VARCHAR, "type" VARCHAR, "value" VARCHAR,
        "mod" VARCHAR, "rule" VARCHAR, first_day DATE, last_day DATE,
        "time" STRUCT(
            granularity VARCHAR, extent VARCHAR, edtf VARCHAR, anchor VARCHAR,
            anchor_start INTEGER, anchor_end INTEGER, anchor_date DATE, imputed VARCHAR[], unresolved VARCHAR
        )
    ),
    arguments STRUCT(
        "role" VARCHAR, "start" INTEGER, "end" INTEGER, actor_id VARCHAR, "text" VARCHAR, display_name VARCHAR
    )[] NOT NULL,
    factuality VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    summary VARCHAR NOT NULL,
    rules VARCHAR[] NOT NULL
);

CREATE TABLE events (                     -- kept near the order (first_day, event_id)
    event_id BIGINT PRIMARY KEY,
    event_type VARCHAR NOT NULL,
    first_day DATE,
    last_day DATE,
    factuality UTINYINT NOT NULL,         -- 0 asserted, 1 planned, 2 possible, 3 negated
    confidence DOUBLE NOT NULL,
    edtf VARCHAR NOT NULL,
    granularity VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    -- The whole event as JSON. Rows of a page lie apart, and DuckDB pays for each column of each:
    -- one column read is several times faster than twenty.
    card VARCHAR NOT NULL
);

CREATE TABLE event_actors (               -- kept near the order (actor_key, first_day, event_id)
    actor_key BIGINT NOT NULL,
    first_day DATE,
    last_day DATE,
    event_id BIGINT NOT NULL,
    "role" VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    factuality UTINYINT NOT NULL,         -- as in events
    confidence DOUBLE NOT NULL
);

CREATE TABLE actors (
    actor_key BIGINT PRIMARY KEY,         -- a hash of actor_id
    actor_id VARCHAR NOT NULL,
    display_name VARCHAR NOT NULL,
    actor_type VARCHAR NOT NULL,
    aliases VARCHAR[] NOT NULL,
    parent_id VARCHAR NOT NULL,
    wikidata VARCHAR NOT NULL,
    event_count BIGINT NOT NULL
);

-- How documents describe actors. An actor is made from all its descriptions, so that it is the same
-- in whatever order they came, and none outlives the last document that gave it.
CREATE TABLE actor_definitions (
    definition_key BIGINT PRIMARY KEY,    -- a hash of the columns that follow
    actor_key BIGINT NOT NULL,
    actor_id VARCHAR NOT NULL,
    display_name VARCHAR NOT NULL,
    actor_type VARCHAR NOT NULL,
    aliases VARCHAR[] NOT NULL,
    parent_id VARCHAR NOT NULL,
    wikidata VARCHAR NOT NULL,
    document_count BIGINT NOT NULL
);

CREATE TABLE actor_aliases (
    alias VARCHAR NOT NULL,               -- folded, lower case, without spaces and middle dots
    actor_key BIGINT NOT NULL
);

CREATE TABLE clustering (
    ordered_rows BIGINT NOT NULL          -- of events, when they were last put in order
);

CREATE SCHEMA timeline;

CREATE VIEW timeline.events AS
SELECT
    printf('e%016x', event_id) AS event_id,
    event_type,
    summary,
    first_day AS first_date,
    last_day AS last_date,
    edtf,
    granularity,
    json_extract_string(card, '$.time.extent') AS extent,
    json_extract_string(card, '$.time.anchor') AS anchor,
    json_extract_string(card, '$.time.unresolved') AS unresolved_reason,
    json_extract_string(card, '$.timex_text') AS date_text,
    ['asserted', 'planned', 'possible', 'negated'][factuality + 1] AS factuality,
    confidence,
    json_extract_string(card, '$.trigger') AS trigger_text,
    json_extract_string(card, '$.quote') AS quote,
    json_extract_string(card, '$.quote_document_id') AS quote_document_id,
    json_extract_string(card, '$.document_ids[*]') AS document_ids,
    json_array_length(card, '$.mention_ids')::BIGINT AS mention_count,
    json_extract_string(card, '$.create_time')::TIMESTAMP AS create_time,
    json_extract_string(card, '$.update_time')::TIMESTAMP AS update_time
FROM main.events;

CREATE VIEW timeline.event_actors AS
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
JOIN main.actors AS actors ON actors.actor_key = links.actor_key;

CREATE VIEW timeline.mentions AS
SELECT
    printf('e%016x', event_id) AS event_id,
    document_id,
    field,
    sentence_start,
    sentence_end,
    sentence_text,
    trigger_start,
    trigger_end,
    trigger_text,
    timex."start" AS date_start,
    timex."end" AS date_end,
    timex."text" AS date_text,
    timex."rule" AS date_rule,
    event_type,
    first_day AS first_date,
    last_day AS last_date,
    "time".edtf AS edtf,
    "time".granularity AS granularity,
    "time".extent AS extent,
    "time".anchor AS anchor,
    "time".unresolved AS unresolved_reason,
    arguments,
    factuality,
    confidence,
    summary,
    rules
FROM main.mentions;

CREATE VIEW timeline.documents AS
SELECT
    document_id,
    title,
    text,
    language,
    media_type,
    publisher,
    uri,
    publication_date,
    publication_date_source,
    mention_count,
    analyzer_version,
    create_time,
    update_time
FROM main.documents;

CREATE VIEW timeline.actors AS
SELECT actor_id, display_name, actor_type, aliases, parent_id, wikidata, event_count
FROM main.actors;

-- Whether an event may have happened on a day of [start_date, end_date).
CREATE MACRO timeline.possibly_within(first_date, last_date, start_date, end_date) AS
    first_date < end_date AND last_date >= start_date;

-- Whether an event happened on days of [start_date, end_date) only.
CREATE MACRO timeline.certainly_within(first_date, last_date, start_date, end_date) AS
    first_date >= start_date AND last_date < end_date;
