package export

import (
	"iter"

	"delinli/models"
)

// Pages reads a table page by page, each from the key that the page before gave; the zero key begins the table, and ends it.
func Pages[K comparable](read func(from K) (rows []Row, next K, err error)) iter.Seq2[[]Row, error] {
	return func(yield func([]Row, error) bool) {
		var from, end K
		for {
			rows, next, err := read(from)
			if !yield(rows, err) || err != nil || next == end {
				return
			}
			from = next
		}
	}
}

// PlaceHead is over the cells that tell where something is.
var PlaceHead = []string{"街道", "社区", "网格名称"}

// PlaceOf are the cells under PlaceHead, by what areas are called.
func PlaceOf(code models.AreaCode, names map[models.AreaCode]string) Row {
	return Row{names[code.At(models.Street)], names[code.At(models.Community)], names[code.At(models.Grid)]}
}
