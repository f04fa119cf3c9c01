-- +goose Up
-- How many grids and buildings had come to the area that was asked for, or left it.
ALTER TABLE exports ADD COLUMN crossings integer NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE exports DROP COLUMN crossings;
