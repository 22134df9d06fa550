-- How soon publishers report: the days from the day of an event to the publication of each document
-- that tells of it. Only events of one known day, which texts assert; a report ahead of its event is
-- left out.
SELECT documents.publisher,
       count(*) AS reports,
       median(date_diff('day', events.last_date, documents.publication_date)) AS median_days,
       max(date_diff('day', events.last_date, documents.publication_date)) AS longest_days,
       count(*) FILTER (documents.publication_date = events.last_date) AS same_day
FROM timeline.events
JOIN timeline.documents ON list_contains(events.document_ids, documents.document_id)
WHERE events.first_date = events.last_date
  AND events.factuality = 'asserted'
  AND documents.publication_date >= events.last_date
GROUP BY documents.publisher
ORDER BY median_days, reports DESC, documents.publisher;
