-- Who takes part in events together, the most frequent pairs first. Places do not count.
SELECT one.display_name AS actor, other.display_name AS with_actor,
       count(DISTINCT one.event_id) AS events,
       list_sort(list(DISTINCT one.event_type)) AS event_types,
       min(one.first_date) AS first_date, max(one.last_date) AS last_date
FROM timeline.event_actors AS one
JOIN timeline.event_actors AS other USING (event_id)
WHERE one.actor_id < other.actor_id
  AND one."role" IN ('agent', 'patient', 'counterpart')
  AND other."role" IN ('agent', 'patient', 'counterpart')
GROUP BY one.actor_id, one.display_name, other.actor_id, other.display_name
ORDER BY events DESC, one.actor_id, other.actor_id;
