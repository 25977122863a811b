-- An engine recovers from its artifacts, so that they must come back value for value: jsonb refuses
-- \u0000, halves of surrogate pairs and numbers like 1e400000, and forgets all but one of equal keys;
-- json keeps the text. Its size is noted, so that they can be read in slices of bounded size without
-- reading the values first.
ALTER TABLE artifact
    ALTER COLUMN value TYPE json USING value::text::json,
    ADD COLUMN bytes bigint;
UPDATE artifact SET bytes = octet_length(value::text);
ALTER TABLE artifact ALTER COLUMN bytes SET NOT NULL;
COMMENT ON COLUMN artifact.value IS 'The text that was sent.';
COMMENT ON COLUMN artifact.bytes IS 'Of the text, in UTF-8.';
