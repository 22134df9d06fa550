-- How exactly texts date what they tell, by language: events by the unit that the text used, and
-- those without a date by the reason why.
WITH told AS (
    SELECT documents.language,
           coalesce(events.unresolved_reason, events.granularity) AS "precision",
           events.unresolved_reason IS NULL AS dated,
           count(*) AS events
    FROM timeline.events
    JOIN timeline.documents ON documents.document_id = events.quote_document_id
    GROUP BY ALL
)
SELECT *, round(100.0 * events / sum(events) OVER (PARTITION BY "language"), 1) AS "percent"
FROM told
ORDER BY "language", events DESC, "precision";
