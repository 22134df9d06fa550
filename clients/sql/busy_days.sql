-- Days on which more than usual happened: events of one known day, at least twice as many as on the
-- average day on which anything did, with the actors that had the most part in them.
WITH daily AS (
    SELECT first_date AS "day", count(*) AS events
    FROM timeline.events
    WHERE first_date = last_date AND factuality = 'asserted'
    GROUP BY first_date
)
SELECT daily."day", daily.events, round(daily.events / avg(daily.events) OVER (), 1) AS times_the_average,
       (SELECT list(display_name ORDER BY taken DESC, display_name)
        FROM (SELECT links.display_name, count(DISTINCT links.event_id) AS taken
              FROM timeline.event_actors AS links
              WHERE links.first_date = daily."day" AND links.last_date = daily."day"
                AND links.factuality = 'asserted' AND links."role" IN ('agent', 'patient', 'counterpart')
              GROUP BY links.actor_id, links.display_name
              ORDER BY taken DESC, links.display_name
              LIMIT 3)) AS most_active
FROM daily
QUALIFY daily.events >= 2 * avg(daily.events) OVER ()
ORDER BY daily.events DESC, daily."day";
