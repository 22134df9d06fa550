-- Where an actor was, in order of time: places of the events that it took part in, as texts assert
-- or plan them. An event whose date is open or unknown is left out.
--   name: an id or any alias, as the articles write it
SELECT events.edtf, places.display_name AS place, events.event_type, events.summary, events.factuality
FROM timeline.actors
JOIN timeline.event_actors AS links USING (actor_id)
JOIN timeline.events USING (event_id)
JOIN timeline.event_actors AS places
  ON places.event_id = events.event_id AND places."role" = 'place'
WHERE (actors.actor_id = $name
       OR list_contains(list_transform(actors.aliases, lambda alias: lower(alias)), lower($name)))
  AND links."role" IN ('agent', 'patient', 'counterpart')
  AND events.factuality IN ('asserted', 'planned')
  AND events.first_date > DATE '0001-01-01' AND events.last_date < DATE '9999-12-31'
ORDER BY events.first_date, events.last_date, events.event_id, place;
