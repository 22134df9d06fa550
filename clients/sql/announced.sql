-- What was announced, and what became of it: 'ahead' of the day that is asked for, 'now', or
-- 'overdue', its last possible day being past. An announcement that came true is left out: some text
-- asserts an event of its type, with one of its participants, on its days or later.
--   today: the day from which it is seen
SELECT CASE WHEN plans.last_date < $today::DATE THEN 'overdue'
            WHEN plans.first_date > $today::DATE THEN 'ahead'
            ELSE 'now' END AS state,
       plans.edtf, plans.event_type, plans.summary, plans.quote,
       list_sort(list(DISTINCT who.display_name) FILTER (who.display_name IS NOT NULL)) AS actors,
       min(documents.publication_date) AS announced
FROM timeline.events AS plans
LEFT JOIN timeline.event_actors AS who
       ON who.event_id = plans.event_id AND who."role" IN ('agent', 'patient', 'counterpart')
LEFT JOIN timeline.documents ON list_contains(plans.document_ids, documents.document_id)
WHERE plans.factuality = 'planned' AND plans.first_date IS NOT NULL
  AND NOT EXISTS (
      FROM timeline.event_actors AS done
      JOIN timeline.event_actors AS planned ON planned.actor_id = done.actor_id
      WHERE planned.event_id = plans.event_id
        AND planned."role" IN ('agent', 'patient', 'counterpart')
        AND done."role" IN ('agent', 'patient', 'counterpart')
        AND done.event_type = plans.event_type
        AND done.factuality = 'asserted'
        AND done.last_date >= plans.first_date)
GROUP BY plans.event_id, plans.first_date, plans.last_date, plans.edtf, plans.event_type, plans.summary,
         plans.quote
ORDER BY plans.first_date, plans.event_id;
