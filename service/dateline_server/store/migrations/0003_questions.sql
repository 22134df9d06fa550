-- How many events begin and end in each month. Changes are added as further rows, which are summed up
-- from time to time; so the numbers are sums over rows.
CREATE TABLE event_counts (
    "month" DATE,                         -- its first day; NULL for events without a date
    event_type VARCHAR NOT NULL,
    factuality UTINYINT NOT NULL,         -- as in events
    starts BIGINT NOT NULL,               -- events whose first possible day lies in the month
    ends BIGINT NOT NULL,                 -- events whose last possible day lies in the month
    in_month BIGINT NOT NULL,             -- of starts, those that end in the same month, quarter, year
    in_quarter BIGINT NOT NULL,
    in_year BIGINT NOT NULL
);

INSERT INTO event_counts
SELECT "month", event_type, factuality, sum(starts), sum(ends), sum(in_month), sum(in_quarter), sum(in_year)
FROM (
    SELECT
        date_trunc('month', first_day)::DATE AS "month",
        event_type,
        factuality,
        count(*) AS starts,
        0 AS ends,
        count(*) FILTER (date_trunc('month', first_day) = date_trunc('month', last_day)) AS in_month,
        count(*) FILTER (date_trunc('quarter', first_day) = date_trunc('quarter', last_day)) AS in_quarter,
        count(*) FILTER (date_trunc('year', first_day) = date_trunc('year', last_day)) AS in_year
    FROM events
    GROUP BY ALL
    UNION ALL
    SELECT date_trunc('month', last_day)::DATE, event_type, factuality, 0, count(*), 0, 0, 0
    FROM events
    WHERE last_day IS NOT NULL
    GROUP BY ALL
)
GROUP BY ALL;

-- The words of what is told about events, in the order of questions: (term_key, first_day, event_id).
-- An event that is made anew gets new rows under a new version; the old ones stay behind until the
-- table is put in order, and no longer count, since no event has their version.
CREATE TABLE event_terms (
    term_key BIGINT NOT NULL,             -- a hash of the word
    first_day DATE,
    last_day DATE,
    event_id BIGINT NOT NULL,
    event_type VARCHAR NOT NULL,
    factuality UTINYINT NOT NULL,         -- as in events
    confidence DOUBLE NOT NULL,
    version INTEGER NOT NULL              -- that of the event
);

ALTER TABLE events ADD COLUMN version INTEGER DEFAULT 0; -- 0: its words are not in event_terms yet
