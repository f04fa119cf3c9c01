// Package flow runs state machines that are written down as tables. One table decides who may do what, draws the
// diagram in docs/ and lists the buttons that a screen shows.
package flow

import (
	"slices"

	"delinli/models"
)

// Rule says by name who may take a step on a subject.
type Rule[T any] struct {
	Name   string
	Allows func(models.Actor, T) bool
}

// Either allows whoever one of the rules allows.
func Either[T any](name string, rules ...Rule[T]) Rule[T] {
	return Rule[T]{name, func(a models.Actor, t T) bool {
		return slices.ContainsFunc(rules, func(r Rule[T]) bool { return r.Allows(a, t) })
	}}
}

// Guard says by name what must hold of a subject, and which error tells that it does not.
type Guard[T any] struct {
	Name  string
	Check func(models.Actor, T) *models.Error
}

// Case tells apart rows that start at the same state and event; exactly one of them holds.
type Case[T any] struct {
	Name  string
	Holds func(T) bool
}

// Step is one row: in From, the event On leads to To, if By allows it and every guard holds. A step with Second is a two-person act:
// By may only ask for it, and somebody else whom Second allows lets it happen.
type Step[S, E ~string, T any] struct {
	From   S
	On     E
	To     S
	By     Rule[T]
	Second *Rule[T]
	When   *Case[T]
	Needs  []Guard[T]
}

// Table is the whole machine, in reading order.
type Table[S, E ~string, T any] []Step[S, E, T]

// errors of the machine
var (
	errNoStep = &models.Error{Kind: models.Conflict, Code: "flow.no_such_step"}
	errBarred = &models.Error{Kind: models.Forbidden, Code: "flow.not_yours"}
)

// Find gives the row that the event takes in the state for this actor: no row is a Conflict, a row for others
// Forbidden, a guard that fails its own error. Who may is asked before whether it can.
func (t Table[S, E, T]) Find(s S, e E, a models.Actor, subject T) (Step[S, E, T], error) {
	err := error(errNoStep)
	for _, row := range t {
		if row.From != s || row.On != e || !row.holds(subject) {
			continue
		}
		if !row.By.Allows(a, subject) {
			err = errBarred
			continue
		}
		if fault := row.Failing(a, subject); fault != nil {
			return row, fault
		}
		return row, nil
	}
	return Step[S, E, T]{}, err
}

// Row gives the row of a two-person act for its second person, who must be allowed by Second; guards are asked anew.
func (t Table[S, E, T]) Row(s S, e E, second models.Actor, subject T) (Step[S, E, T], error) {
	for _, row := range t {
		if row.From != s || row.On != e || !row.holds(subject) || row.Second == nil {
			continue
		}
		if !row.Second.Allows(second, subject) {
			return row, errBarred
		}
		if fault := row.Failing(second, subject); fault != nil {
			return row, fault
		}
		return row, nil
	}
	return Step[S, E, T]{}, errNoStep
}

// Open lists, each once and in table order, the events that the actor may raise now.
func (t Table[S, E, T]) Open(s S, a models.Actor, subject T) []E {
	open := []E{}
	for i := range t { // a row is too large to be copied for every state that it is not of
		row := &t[i]
		if row.From == s && row.holds(subject) && !slices.Contains(open, row.On) &&
			row.By.Allows(a, subject) && row.Failing(a, subject) == nil {
			open = append(open, row.On)
		}
	}
	return open
}

// Failing gives the first guard's error, or nil.
func (s *Step[S, E, T]) Failing(a models.Actor, subject T) *models.Error {
	for _, g := range s.Needs {
		if err := g.Check(a, subject); err != nil {
			return err
		}
	}
	return nil
}

func (s *Step[S, E, T]) holds(subject T) bool { return s.When == nil || s.When.Holds(subject) }
