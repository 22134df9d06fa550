-- What may have happened in a range of days, and what certainly did.
--   start_date: the first day; end_date: the day after the last
SELECT event_id, first_date, last_date, edtf, event_type, summary, factuality,
       timeline.certainly_within(first_date, last_date, $start_date::DATE, $end_date::DATE) AS certain
FROM timeline.events
WHERE timeline.possibly_within(first_date, last_date, $start_date::DATE, $end_date::DATE)
ORDER BY first_date, event_id;
