// Package store has the shapes of the real one that the tests need: doors that pass SQL on.
package store

import "gorm.io/gorm"

type Tx struct{ g *gorm.DB }

func (tx *Tx) Exec(query string, args map[string]any) error { return tx.g.Exec(query, args).Error }

func Query[T any](tx *Tx, query string, args map[string]any, scan func(*T) error) ([]T, error) {
	return nil, tx.g.Raw(query, args).Error
}

func One[T any](tx *Tx, query string, args map[string]any, scan func(*T) error) (t T, err error) {
	_, err = Query(tx, query, args, scan)
	return t, err
}

// Run stands in no list of doors.
func Run(tx *Tx, query string) error { return tx.g.Exec(query).Error } // want "SQL text is not constant"
