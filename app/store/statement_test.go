package store

import (
	"slices"
	"testing"
)

func TestNumber(t *testing.T) {
	for query, want := range map[string]numbered{
		`SELECT 1`:                             {`SELECT 1`, nil},
		`SELECT @b, @a, @b`:                    {`SELECT $1, $2, $1`, []string{"b", "a"}},
		`x @> CAST(@tokens AS bytea[])`:        {`x @> CAST($1 AS bytea[])`, []string{"tokens"}},
		`o.area_code ^@ ANY (@areas)`:          {`o.area_code ^@ ANY ($1)`, []string{"areas"}},
		`at <= @day_end AND by=@day OR @day>1`: {`at <= $1 AND by=$2 OR $2>1`, []string{"day_end", "day"}},
		`SELECT @x1, @x`:                       {`SELECT $1, $2`, []string{"x1", "x"}},
	} {
		for range 2 { // the second time from memory
			if got := number(query); got.text != want.text || !slices.Equal(got.names, want.names) {
				t.Errorf("%s: %+v", query, got)
			}
		}
	}
}
