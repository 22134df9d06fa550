-- Export controls and sanctions by month, and who imposed them. An event whose date does not lie
-- within one month counts for none.
SELECT date_trunc('month', events.first_date)::DATE AS "month",
       count(DISTINCT events.event_id) AS controls,
       count(DISTINCT events.event_id) FILTER (events.factuality = 'planned') AS planned,
       list_sort(list(DISTINCT links.display_name) FILTER (links."role" = 'agent')) AS imposed_by
FROM timeline.events
LEFT JOIN timeline.event_actors AS links USING (event_id)
WHERE events.event_type IN ('export-control', 'sanction')
  AND date_trunc('month', events.first_date) = date_trunc('month', events.last_date)
GROUP BY ALL
ORDER BY "month";
