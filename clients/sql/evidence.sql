-- Every sentence that tells of an event, the oldest document first, with the words that were read as
-- its date and the rule that read them.
--   event_id: as in timeline.events
SELECT documents.publication_date, documents.publisher, documents.title, documents.uri,
       mentions.sentence_text, mentions.trigger_text, mentions.date_text, mentions.edtf,
       mentions.date_rule, mentions.factuality, mentions.confidence
FROM timeline.mentions
JOIN timeline.documents USING (document_id)
WHERE mentions.event_id = $event_id
ORDER BY documents.publication_date NULLS LAST, mentions.document_id, mentions.sentence_start;
