-- Finding patients. SECURITY DEFINER, because row-level security may not let a pattern be answered by an index:
-- matching a text is not "leakproof", so for anyone but the owner every patient would be read. The function asks
-- for the same right as the policy does, and gives back ids: the names are then read under the policy.

-- All words and digits must match. Words are parts of the name, folded as search_text is; with fuzzy, words
-- similar to them do as well. Merged patients are found under the one they were merged into.
CREATE FUNCTION opd.find_patients(
    words text[], digits text[], births date[], fuzzy boolean, max_rows int,
    OUT patient_id uuid, OUT score real, OUT why text
) RETURNS SETOF record LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = opd, public, pg_temp SET pg_trgm.word_similarity_threshold = 0.45 SET random_page_cost = 1 AS $$
DECLARE
    part text;
    conditions text[] := '{}';
    scores text[] := '{}';
    -- More candidates than anyone looks at; keeps a one-letter search from ranking a whole hospital.
    candidates CONSTANT int := 3000;
BEGIN
    IF opd.my_facilities() = '{}' AND NOT opd.has('worker') THEN
        PERFORM opd.refuse('OP003', 'permission.database');
    END IF;
    FOREACH part IN ARRAY words LOOP
        part := translate(lower(unaccent(part)), '%_\', '');
        CONTINUE WHEN part = '';
        -- A pattern needs three letters to be found by the index; shorter parts must begin a word.
        conditions := conditions || format(CASE
            WHEN length(part) < 3 THEN 'search_text LIKE %1$L'
            WHEN fuzzy THEN '(search_text LIKE %2$L OR %3$L <%% search_text)'
            ELSE 'search_text LIKE %2$L' END, '% ' || part || '%', '%' || part || '%', part);
        scores := scores || format('CASE WHEN search_text LIKE %L THEN 1.0 WHEN search_text LIKE %L THEN 0.9 '
            'WHEN search_text LIKE %L THEN 0.7 ELSE 0.65 * word_similarity(%L, search_text) END',
            '% ' || part || ' %', '% ' || part || '%', '%' || part || '%', part);
    END LOOP;
    FOREACH part IN ARRAY digits LOOP
        part := regexp_replace(part, '\D', '', 'g');
        CONTINUE WHEN part = '';
        conditions := conditions || format('search_text LIKE %L', '%' || part || '%');
        scores := scores || format('CASE WHEN search_text LIKE %L THEN 1.0 WHEN search_text LIKE %L THEN 0.95 '
            'WHEN search_text LIKE %L THEN 0.8 ELSE 0.6 END', '% ' || part || ' %', '%' || part || ' %', '% ' || part || '%');
    END LOOP;
    IF births <> '{}' THEN
        conditions := conditions || format('birth_date = ANY (%L::date[])', births);
        scores := scores || format('CASE WHEN birth_date = %L THEN 1.0 ELSE 0.9 END', births[1]);
    END IF;
    IF conditions = '{}' THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT coalesce(merged_into_id, id), ((%s) / %s)::real, CASE WHEN %L THEN ''birth_date'' '
        'WHEN %L = '''' THEN ''name'' WHEN replace(mrn, ''-'', '''') LIKE %L THEN ''mrn'' '
        'WHEN regexp_replace(phone, ''\D'', '''', ''g'') LIKE %L THEN ''phone'' ELSE ''birth_date'' END '
        'FROM (SELECT * FROM patient WHERE %s LIMIT %s) AS p '
        'WHERE active OR merged_into_id IS NOT NULL ORDER BY 2 DESC, sort_key, id LIMIT %s',
        array_to_string(scores, ' + '), cardinality(scores), births <> '{}', coalesce(digits[1], ''),
        '%' || coalesce(digits[1], '') || '%', '%' || coalesce(digits[1], '') || '%',
        array_to_string(conditions, ' AND '), candidates, max_rows);
END
$$;
