-- +goose Up

-- The account of a person in our WeChat mini-program: one at most, and nobody else's.
ALTER TABLE persons
    ADD COLUMN openid bytea,
    ADD COLUMN openid_index bytea UNIQUE, -- SM3-HMAC of the OpenID
    ADD CONSTRAINT persons_openid_found CHECK ((openid IS NULL) = (openid_index IS NULL)),
    ADD CONSTRAINT persons_openid_erased CHECK (erased_at IS NULL OR openid IS NULL);

-- +goose Down
ALTER TABLE persons DROP COLUMN openid, DROP COLUMN openid_index;
