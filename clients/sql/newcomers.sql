-- Actors that nothing was told of before a day: when and how they come up, the earliest first.
--   start_date: the day
WITH entered AS (
    SELECT actor_id, display_name, actor_type, min(first_date) AS first_date,
           arg_min(event_id, first_date) AS event_id, count(DISTINCT event_id) AS events
    FROM timeline.event_actors
    WHERE "role" IN ('agent', 'patient', 'counterpart')
      AND first_date > DATE '0001-01-01'
      AND factuality IN ('asserted', 'planned')
    GROUP BY ALL
)
SELECT entered.display_name, entered.actor_type, events.edtf, events.event_type, events.summary,
       entered.events
FROM entered
JOIN timeline.events USING (event_id)
WHERE entered.first_date >= $start_date::DATE
ORDER BY entered.first_date, entered.actor_id;
