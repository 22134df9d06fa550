-- Who meets whom: every pair, how often, when first and last, and where. Meetings, calls, visits and
-- talks that texts assert; what is only planned does not count.
SELECT one.display_name AS actor, other.display_name AS with_actor,
       count(DISTINCT events.event_id) AS meetings,
       min(events.first_date) AS first_met, max(events.last_date) AS last_met,
       list_sort(list(DISTINCT events.event_type)) AS how,
       list_sort(list(DISTINCT places.display_name) FILTER (places.display_name IS NOT NULL)) AS places
FROM timeline.events
JOIN timeline.event_actors AS one USING (event_id)
JOIN timeline.event_actors AS other USING (event_id)
LEFT JOIN timeline.event_actors AS places
       ON places.event_id = events.event_id AND places."role" = 'place'
WHERE events.event_type IN ('meet', 'call', 'visit', 'negotiate')
  AND events.factuality = 'asserted'
  AND one.actor_id < other.actor_id
  AND one."role" IN ('agent', 'patient', 'counterpart')
  AND other."role" IN ('agent', 'patient', 'counterpart')
GROUP BY one.actor_id, one.display_name, other.actor_id, other.display_name
ORDER BY meetings DESC, last_met DESC, one.actor_id, other.actor_id;
