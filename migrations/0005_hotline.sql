-- +goose Up

-- A number that residents may call; an area without one answers by that of the area above.
ALTER TABLE areas
    ADD COLUMN hotline text NOT NULL DEFAULT '',
    ADD CONSTRAINT areas_hotline CHECK (hotline = '' OR hotline ~ '^[0-9+ -]{3,20}$' AND length(code) <= 12);

-- The box around a boundary, in degrees east and north.
-- +goose StatementBegin
CREATE FUNCTION extent(boundary jsonb) RETURNS box LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT box(point(min(CAST(p ->> 0 AS float8)), min(CAST(p ->> 1 AS float8))), point(max(CAST(p ->> 0 AS float8)), max(CAST(p ->> 1 AS float8))))
    FROM jsonb_array_elements(boundary #> '{coordinates,0}') AS p);
-- +goose StatementEnd
CREATE INDEX areas_extent ON areas USING gist (extent(boundary));

-- +goose Down
DROP INDEX areas_extent;
DROP FUNCTION extent;
ALTER TABLE areas DROP COLUMN hotline;
