-- What an actor took part in, the latest first, however the actor is written.
--   name: an id ("european-union") or any alias ("欧盟", "EU"), as the articles write it
SELECT events.first_date, events.last_date, events.edtf, links."role", events.event_type, events.summary,
       events.factuality, events.document_ids
FROM timeline.actors
JOIN timeline.event_actors AS links USING (actor_id)
JOIN timeline.events USING (event_id)
WHERE actors.actor_id = $name
   OR list_contains(list_transform(actors.aliases, lambda alias: lower(alias)), lower($name))
ORDER BY events.first_date DESC NULLS LAST, events.event_id;
