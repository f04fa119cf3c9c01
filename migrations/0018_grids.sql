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

-- +goose Down
DROP TABLE area_successors;
