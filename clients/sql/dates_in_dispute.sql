-- Events whose sources disagree about the date: two documents tell of an event of one type with the
-- same participants, on days that exclude each other and lie at most so many days apart. Some pairs
-- are two events that are alike; the quotes tell.
--   days: how far apart two dates of one event may lie, e.g. 3
WITH told AS (
    SELECT events.event_id, events.event_type, events.first_date, events.last_date, events.edtf,
           events.quote, events.document_ids,
           list_sort(list(DISTINCT links.actor_id)) AS actor_ids,
           list_sort(list(DISTINCT links.display_name)) AS actors
    FROM timeline.events
    JOIN timeline.event_actors AS links USING (event_id)
    WHERE links."role" IN ('agent', 'patient', 'counterpart')
      AND events.factuality = 'asserted'
      AND events.first_date > DATE '0001-01-01' AND events.last_date < DATE '9999-12-31'
    GROUP BY ALL
)
SELECT one.event_type, one.actors, one.edtf AS one_date, other.edtf AS other_date,
       one.quote AS one_quote, other.quote AS other_quote,
       one.document_ids AS one_documents, other.document_ids AS other_documents
FROM told AS one
JOIN told AS other
  ON one.event_type = other.event_type AND one.actor_ids = other.actor_ids
 AND one.last_date < other.first_date
 AND date_diff('day', one.last_date, other.first_date) <= $days::INTEGER
WHERE NOT list_has_any(one.document_ids, other.document_ids)
ORDER BY one.first_date, one.event_id, other.event_id;
