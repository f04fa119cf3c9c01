-- +goose Up

-- Whoever is of an age is found among the last registered without a look at everybody's row.
DROP INDEX persons_entered;
CREATE INDEX persons_entered ON persons (registered_at DESC, id DESC, born) WHERE registered_at IS NOT NULL;

-- +goose Down
DROP INDEX persons_entered;
CREATE INDEX persons_entered ON persons (registered_at DESC, id DESC) WHERE registered_at IS NOT NULL;
