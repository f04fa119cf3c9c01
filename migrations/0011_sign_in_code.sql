-- +goose Up

-- Taking the sign-in code for a requester without a phone stands beside the order and moves it to no new version.
DROP INDEX order_events_version;
CREATE UNIQUE INDEX order_events_version ON order_events (order_id, version)
    WHERE event NOT IN ('comment', 'attach', 'follow', 'call_back', 'report_danger', 'complain', 'sign_in_code');

-- +goose Down
DROP INDEX order_events_version;
CREATE UNIQUE INDEX order_events_version ON order_events (order_id, version)
    WHERE event NOT IN ('comment', 'attach', 'follow', 'call_back', 'report_danger', 'complain');
