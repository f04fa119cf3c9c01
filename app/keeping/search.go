package keeping

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// Filter narrows what an auditor searches.
type Filter = audits.Filter

// Page asks for a part of a list.
type Page = store.Page

// Act is a line as auditors see it: ids, codes and the seats that the actor held at the time. What is sealed stays so.
type Act struct {
	audits.Found
	Detail map[string]string
}

// OpenSpan is the longest span of a search that names no actor, person or subject.
const OpenSpan = 31 * 24 * time.Hour

// Search gives auditors of the city one page of acts and looks, newest first, without personal data; who asked for what is kept.
// Without From it goes back OpenSpan.
func (s *Service) Search(ctx context.Context, a models.Actor, f Filter, page Page) (acts []Act, next string, err error) {
	if !auditsCity(a) {
		return nil, "", models.Denied
	}
	asked := f
	if f, err = s.bounded(f); err != nil {
		return nil, "", err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		found, after, err := audits.Search(tx, f, page)
		if err != nil {
			return err
		}
		acts, next = make([]Act, len(found)), after
		for i, l := range found {
			acts[i] = Act{l, shown(l.Detail)}
		}
		return audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: audit.Searched, Subject: audit.Subject, SubjectID: audit.Chain,
			Detail: words(asked)})
	})
	return acts, next, err
}

// auditsCity reports whether the actor audits everything: lines belong to no area below the city.
func auditsCity(a models.Actor) bool {
	for _, area := range a.Areas(models.Auditor) {
		if area.Level() == models.City {
			return true
		}
	}
	return false
}

// bounded fills and checks the span, and refuses what would put personal data into the line of the search.
func (s *Service) bounded(f Filter) (Filter, error) {
	end := f.To
	if end.IsZero() {
		end, f.To = s.Now(), always
	}
	if f.From.IsZero() {
		f.From = end.Add(-OpenSpan)
	}
	narrow := !f.Actor.IsZero() || !f.Person.IsZero() || f.SubjectID != ""
	switch {
	case !f.From.Before(f.To):
		return f, models.BadField("from", "audit.span_empty")
	case !narrow && end.Sub(f.From) > OpenSpan:
		return f, models.BadField("from", "audit.span_long")
	case f.Action != "" && !audit.IsCode(f.Action):
		return f, models.BadField("action", "field.format")
	case f.Subject != "" && !audit.IsCode(f.Subject):
		return f, models.BadField("subject", "field.format")
	case !isName(f.SubjectID):
		return f, models.BadField("subject_id", "field.format")
	}
	return f, nil
}

// isName reports whether s can be what a line names its subject by: an id, an area, the name of a setting; nothing personal.
func isName(s string) bool {
	if _, id := models.ParseID[models.OrderID](s); id || models.AreaCode(s).Valid() {
		return true
	}
	return utf8.RuneCountInString(s) <= 64 && len(secret.FindPersonal(s)) == 0
}

// words tells in a line what was asked for.
func words(f Filter) map[string]any {
	asked := map[string]any{}
	for name, value := range map[string]string{"actor": f.Actor.String(), "person": f.Person.String(), "action": f.Action, "subject": f.Subject,
		"subject_id": f.SubjectID, "from": moment(f.From), "to": moment(f.To)} {
		if value != "" {
			asked[name] = value
		}
	}
	return asked
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// shown writes the details of a line as text; ciphertext is only named.
func shown(detail map[string]any) map[string]string {
	out := map[string]string{}
	for name, value := range detail {
		text, isText := value.(string)
		if !isText {
			b, err := json.Marshal(value)
			if err != nil {
				continue // what came from JSON goes back into it
			}
			text = string(b)
		}
		if strings.Contains(text, `\x`) {
			text = "sealed"
		}
		out[name] = text
	}
	return out
}

// State is how the record stands.
type State struct {
	Seq      int64      // seals so far
	Hash     []byte     // of the last seal
	Head     audit.Flaw // what is wrong with the signed head: HeadGone or HeadForged; empty: it is ours
	HeadSeq  int64      // how far the signed head reaches
	HeadAt   *time.Time // when it was signed
	Waits    int64      // lines without a seal yet
	Verified *time.Time // when everything was last gone over
	Faults   int64      // that this found
}

// State tells auditors of the city how the record stands.
func (s *Service) State(ctx context.Context, a models.Actor) (st State, err error) {
	if !auditsCity(a) {
		return st, models.Denied
	}
	tx := s.DB.Read(ctx)
	end, err := audits.LastSeal(tx)
	if err != nil {
		return st, err
	}
	waiting, err := audits.Waiting(tx, end)
	if err != nil {
		return st, err
	}
	verified, faults, err := audits.Verified(tx)
	st = State{Seq: end.Seq, Hash: end.Hash, Waits: waiting.Lines, Faults: faults}
	if !verified.IsZero() {
		st.Verified = &verified
	}
	return s.withHead(st), err
}

func (s *Service) withHead(st State) State {
	head, err := s.readHead()
	switch {
	case errors.Is(err, errNoHead):
		if st.Seq > 0 {
			st.Head = audit.HeadGone
		}
	case err != nil:
		st.Head = audit.HeadForged
	default:
		st.HeadSeq, st.HeadAt = head.Seq, &head.At
	}
	return st
}
