// Package funding keeps the money of the branches 支部经费 and of the communities 服务群众专项经费: a fund a year, and a book of each to which lines are
// added and of which none changes. Staff see and book within their areas; a fund of elsewhere is *not found*.
package funding

import (
	"context"
	"io"

	"delinli/app/store"
	"delinli/app/store/parties"
	"delinli/models"
	"delinli/models/party"
)

// Service is the verbs of funds.
type Service struct {
	DB     *store.DB
	Now    models.Clock
	Random io.Reader
}

// Page asks for one page of a list.
type Page = store.Page

// Book is a fund with what was given and spent, and what the actor may do with it.
type Book struct {
	parties.Book
	Can []string
}

func open(b parties.Book) (shown Book) {
	if shown.Book = b; b.MayBook() == nil {
		shown.Can = []string{Enter}
	}
	return shown
}

// Whole is what the funds of an area were given and spent in a year.
type Whole struct {
	Year     int
	Branches party.Sums
	Services party.Sums
}

// Line is an entry of a book, and what the actor may do with it.
type Line struct {
	parties.Line
	Can []string
}

// What may be done with a book, and with a line of it.
const (
	Enter = "enter"
	Undo  = "undo"
)

// Funds gives one page of the funds of an area in a year, a community's before those of its branches, and the sums of all of them; without a year it is
// the present one. An area that is not the actor's is *not found*.
func (s *Service) Funds(ctx context.Context, a models.Actor, area models.AreaCode, year int, p Page) (found []Book, next string, whole Whole, err error) {
	after, ok := models.ParseID[models.FundID](p.Cursor)
	if p.Cursor != "" && !ok {
		return nil, "", whole, models.BadField("cursor", "unreadable")
	}
	tx, scope := s.DB.Read(ctx), store.ScopeOf(a, models.Staff...).Within(area)
	switch {
	case !a.Has(models.Staff...):
		return nil, "", whole, models.Denied
	case len(scope.Areas) == 0:
		return nil, "", whole, models.Missing
	}
	if whole.Year = year; year == 0 {
		whole.Year = s.thisYear()
	}
	if whole.Branches, whole.Services, err = parties.Totals(tx, scope, whole.Year); err != nil {
		return nil, "", whole, err
	}
	books, err := parties.Funds(tx, scope, whole.Year, after, p.Limit+1)
	if len(books) > p.Limit {
		books = books[:p.Limit]
		next = books[p.Limit-1].ID.String()
	}
	for _, b := range books {
		found = append(found, open(b))
	}
	return found, next, whole, err
}

func (s *Service) thisYear() int { return s.Now().In(models.Local).Year() }

// Fund gives one fund of the actor's areas.
func (s *Service) Fund(ctx context.Context, a models.Actor, id models.FundID) (Book, error) {
	b, err := get(s.DB.Read(ctx), a, id)
	return open(b), err
}

func get(tx *store.Tx, a models.Actor, id models.FundID) (parties.Book, error) {
	b, err := parties.Fund(tx, id)
	if err == nil && !a.Holds(b.At, models.Staff...) {
		err = models.Missing
	}
	if err != nil {
		return parties.Book{}, err
	}
	return b, nil
}

// Lines gives one page of a fund's book, the newest first.
func (s *Service) Lines(ctx context.Context, a models.Actor, id models.FundID, p Page) ([]Line, string, error) {
	tx := s.DB.Read(ctx)
	b, err := get(tx, a, id)
	if err != nil {
		return nil, "", err
	}
	found, next, err := parties.Lines(tx, id, p)
	lines := make([]Line, len(found))
	for i, l := range found {
		if lines[i].Line = l; !l.Undone && l.Undoes.IsZero() && b.MayBook() == nil {
			lines[i].Can = []string{Undo}
		}
	}
	return lines, next, err
}
