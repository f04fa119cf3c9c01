-- +goose Up
ALTER TABLE exports ADD COLUMN format text NOT NULL DEFAULT 'xlsx' CONSTRAINT exports_format CHECK (format IN ('xlsx', 'csv'));

-- +goose Down
ALTER TABLE exports DROP COLUMN format;
