-- What people decided about which mentions are one event. A decision names mentions by their places in
-- documents, so that it holds again for a document that was deleted and comes back.

CREATE TABLE event_decisions (
    decision_id BIGINT PRIMARY KEY,
    kind VARCHAR NOT NULL,                -- 'merge' or 'split'
    create_time TIMESTAMP NOT NULL
);

CREATE TABLE event_decision_mentions (
    decision_id BIGINT NOT NULL,
    document_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    group_key BIGINT NOT NULL             -- of the mention, when it was last analysed
);
