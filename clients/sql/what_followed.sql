-- What usually follows an event of a type: the types of the events that share an actor with it and
-- begin within so many days after it, and how often.
--   event_type: e.g. "export-control"; days: e.g. 30
SELECT later.event_type AS followed_by,
       count(DISTINCT (cause.event_id, later.event_id)) AS times,
       median(date_diff('day', cause.last_date, later.first_date)) AS median_days,
       list_sort(list(DISTINCT later.display_name)) AS actors
FROM timeline.event_actors AS cause
JOIN timeline.event_actors AS later USING (actor_id)
WHERE cause.event_type = $event_type
  AND cause.factuality = 'asserted' AND later.factuality = 'asserted'
  AND cause."role" IN ('agent', 'patient', 'counterpart')
  AND later."role" IN ('agent', 'patient', 'counterpart')
  AND later.event_id <> cause.event_id
  AND later.first_date > cause.last_date
  AND date_diff('day', cause.last_date, later.first_date) <= $days::INTEGER
GROUP BY later.event_type
ORDER BY times DESC, followed_by;
