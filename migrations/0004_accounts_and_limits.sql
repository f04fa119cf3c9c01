-- +goose Up

ALTER TABLE accounts
    ADD password_until timestamptz, -- a one-time password: good until then, and changed by its holder at the first login
    ADD totp_next bytea; -- a second factor that no code of it has confirmed yet

-- One row a key, whose window begins at its first use: nothing passes twice at the turn of a minute.
ALTER TABLE limits DROP CONSTRAINT limits_pkey, ADD PRIMARY KEY (key);

-- +goose Down
ALTER TABLE limits DROP CONSTRAINT limits_pkey, ADD PRIMARY KEY (key, window_at);
ALTER TABLE accounts DROP password_until, DROP totp_next;
