// Package notifying tells people what concerns them: in their inbox, by SMS and WeChat, and on their open screens.
package notifying

import (
	"context"
	"io"
	"log/slog"

	"delinli/app/channel"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/notices"
	"delinli/models"
	"delinli/models/notice"
	"delinli/models/secret"
)

// OpenIDs finds the WeChat account of a person; the zero Text is none.
type OpenIDs interface {
	OpenID(tx *store.Tx, who models.PersonID) (secret.Text, error)
}

// Wordings gives the words that were chosen instead of the program's own.
type Wordings interface {
	Words(tx *store.Tx) (notice.Words, error)
}

// Service is the verbs of notices.
type Service struct {
	DB      *store.DB
	Vault   *vault.Vault
	Now     models.Clock
	Random  io.Reader
	Log     *slog.Logger
	SMS     channel.Channel
	WeChat  channel.Channel // nil: there is none
	OpenIDs OpenIDs         // needed with WeChat
	Words   Wordings        // nil: the program's own
}

// Inbox is one page of what somebody was told, in the words of their language.
type Inbox struct {
	Notices []notice.Notice
	notice.Language
	notice.Words
	Next   string
	Unread int
}

// Page asks for one page of an inbox.
type Page = store.Page

// Inbox reads a page of the actor's own inbox, newest first.
func (s *Service) Inbox(ctx context.Context, a models.Actor, unread bool, page Page) (in Inbox, err error) {
	tx := s.DB.Read(ctx)
	p, err := notices.Preferences(tx, a.Person)
	if err != nil {
		return in, err
	}
	in.Language = p.Language
	if s.Words != nil {
		if in.Words, err = s.Words.Words(tx); err != nil {
			return in, err
		}
	}
	if in.Notices, in.Next, err = notices.List(tx, a.Person, unread, page); err != nil {
		return in, err
	}
	in.Unread, err = notices.Unread(tx, a.Person)
	return in, err
}

// MarkRead marks the actor's notices of ids, or all of them, as read. Others' are left alone.
func (s *Service) MarkRead(ctx context.Context, a models.Actor, ids []models.NoticeID, all bool) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error { return notices.Read(tx, a.Person, ids, all, s.Now()) })
}

// Preferences tells how the actor wants to be told.
func (s *Service) Preferences(ctx context.Context, a models.Actor) (notice.Preferences, error) {
	return notices.Preferences(s.DB.Read(ctx), a.Person)
}

// Prefer changes how the actor wants to be told. What cannot be is Invalid.
func (s *Service) Prefer(ctx context.Context, a models.Actor, p notice.Preferences) error {
	if err := p.Check(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := notices.Prefer(tx, a.Person, p); err != nil {
			return err
		}
		return audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: "person.prefer", Subject: "person", SubjectID: a.Person.String(),
			Person: a.Person})
	})
}
