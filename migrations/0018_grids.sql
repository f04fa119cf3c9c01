-- +goose Up

-- Where a place went on when its code ended: grids are split, merged and given other numbers. A code is never given twice, so that whoever
-- follows the rows from an old code comes to an area that is there.
CREATE TABLE area_successors (
    old    text COLLATE "C" PRIMARY KEY,
    new    text COLLATE "C" NOT NULL,
    name   text NOT NULL, -- that it had
    change text NOT NULL CHECK (change IN ('split', 'merge', 'renumber')),
    since  timestamptz NOT NULL,
    by     uuid REFERENCES persons (id), -- null: the program
    CHECK (old <> new AND length(old) = length(new) AND length(old) IN (15, 20) AND left(old, 12) = left(new, 12))
);
CREATE INDEX area_successors_new ON area_successors (new);
COMMENT ON TABLE area_successors IS 'append-only: codes that ended, and those under which their places went on';

-- A code that ends must be looked for in every table that could name it, also among those whom the register does not have, and seats that ended.
DROP INDEX persons_register;
CREATE INDEX persons_register ON persons (area_code, born, sex) INCLUDE (registered_at);
CREATE INDEX seats_within ON seats (area_code);

-- +goose Down
DROP INDEX seats_within;
DROP INDEX persons_register;
CREATE INDEX persons_register ON persons (area_code, born, sex) WHERE registered_at IS NOT NULL;
DROP TABLE area_successors;
