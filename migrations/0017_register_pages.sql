-- +goose Up

-- The register is read from the last entered on.
CREATE INDEX persons_entered ON persons (registered_at DESC, id DESC) WHERE registered_at IS NOT NULL;

-- +goose Down
DROP INDEX persons_entered;
