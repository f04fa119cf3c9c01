package notifying

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"delinli/app/store"
	"delinli/app/store/notices"
	"delinli/app/store/outbox"
	"delinli/models"
)

// News is what has happened, as one process has heard of it.
type News interface {
	Edge() outbox.Place
	After(p outbox.Place, limit int) (rows []outbox.Row, ok bool)
	News() <-chan struct{}
}

// Visible picks from orders those that the actor may see now.
type Visible func(ctx context.Context, a models.Actor, ids []models.OrderID) ([]models.OrderID, error)

// Event is one message to a screen: "order" {id, version, event}, "notice" {id}, "cursor" {} (nothing for this screen has happened up
// to here) and "reset" {} (something may have been missed: read anew what is shown).
type Event = struct {
	ID, Name string
	Data     []byte
}

// Feed tells open screens what has changed for them. It lives from the outbox, so that it does not matter which process did it.
type Feed struct {
	DB      *store.DB
	News    News
	Visible Visible
	Now     models.Clock // of sessions: the machine's
	Log     *slog.Logger

	concerns concerns
	watch    watch
}

const (
	feedBatch = 200
	feedMost  = 5000                   // rows that a returning screen may be behind
	feedRest  = 100 * time.Millisecond // between two looks: what comes together is asked together
	feedMark  = 10 * time.Second       // after which a quiet screen is told how far it is
	feedBack  = time.Minute            // from which a new screen is told: it has read what it shows before it listens
)

// Subscribe tells what changes for the actor, after the event lastID when that is given. The channel is closed soon after the session has ended
// or its seats have changed; stop ends it at once.
func (f *Feed) Subscribe(ctx context.Context, a models.Actor, lastID string) (events <-chan Event, stop func()) {
	ctx, stop = context.WithCancel(ctx)
	s := &stream{Feed: f, actor: a, out: make(chan Event), stop: stop}
	f.watch.join(s)
	go func() {
		defer close(s.out)
		defer f.watch.leave(s)
		s.run(ctx, lastID)
	}()
	return s.out, stop
}

// stream is one open screen.
type stream struct {
	*Feed
	actor models.Actor
	out   chan Event
	place outbox.Place
	told  outbox.Place // the last place whose id the screen has
	stop  context.CancelFunc
}

func (s *stream) run(ctx context.Context, lastID string) {
	if !s.begin(ctx, lastID) {
		return
	}
	mark := time.NewTicker(feedMark)
	defer mark.Stop()
	for failing := false; ctx.Err() == nil; {
		news := s.News.News()
		more, err := s.next(ctx)
		if err != nil && ctx.Err() == nil {
			if !failing {
				s.Log.Warn("a screen could not be told", "code", models.CodeOf(err))
			}
			rest(ctx, time.Second)
		}
		failing = err != nil
		if more || err != nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-news:
			rest(ctx, feedRest)
		case <-mark.C:
			s.mark(ctx)
		}
	}
}

// begin finds the place from which the screen goes on, and tells it when that is not the one it knows.
func (s *stream) begin(ctx context.Context, lastID string) bool {
	if lastID == "" {
		return s.fresh(ctx)
	}
	last, ok := outbox.ParsePlace(lastID)
	if edge, err := outbox.Edge(s.DB.Read(ctx)); !ok || err != nil || edge.Before(last) {
		return s.reset(ctx) // no place of this database
	}
	s.place, s.told = last, last
	return true
}

// fresh begins a little earlier than now: what happened while the screen was reading is in none of what it read.
func (s *stream) fresh(ctx context.Context) bool {
	place, err := outbox.Back(s.DB.Read(ctx), feedBack)
	if err != nil {
		return s.reset(ctx)
	}
	s.place = place
	return s.send(ctx, "cursor", s.place, none)
}

// reset goes on from now, and tells the screen that it may have missed something.
func (s *stream) reset(ctx context.Context) bool {
	s.place = s.News.Edge()
	return s.send(ctx, "reset", s.place, none)
}

// next tells what the next rows hold for the screen; more says that there were some. The place moves only over what has been told.
func (s *stream) next(ctx context.Context) (more bool, err error) {
	rows, ok := s.News.After(s.place, feedBatch)
	if !ok {
		if rows, ok, err = s.kept(ctx); err != nil {
			return false, err
		}
	}
	if !ok {
		return s.reset(ctx), ctx.Err()
	}
	if len(rows) == 0 {
		return false, nil
	}
	shown, err := s.shown(ctx, rows)
	if err != nil {
		return false, err
	}
	for _, row := range rows {
		if !s.tell(ctx, row, shown) {
			return false, ctx.Err()
		}
	}
	return true, nil
}

// kept reads rows that are no longer in memory; ok is false when some are gone, or so many wait that reading anew is cheaper.
func (s *stream) kept(ctx context.Context) (rows []outbox.Row, ok bool, err error) {
	tx := s.DB.Read(ctx)
	if ok, err = outbox.Kept(tx, s.place, feedMost); err != nil || !ok {
		return nil, false, err
	}
	rows, err = outbox.Settled(tx, s.place, feedBatch)
	return rows, true, err
}

// shown are the orders among the rows that this screen hears of: those that concern the actor and that they may see at this moment.
func (s *stream) shown(ctx context.Context, rows []outbox.Row) (map[models.OrderID]notices.Concern, error) {
	concerns, err := s.concerns.of(s.DB.Read(ctx), rows)
	if err != nil {
		return nil, err
	}
	var ids []models.OrderID
	for id, c := range concerns {
		if c.Touches(s.actor) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	visible, err := s.Visible(ctx, s.actor, ids)
	shown := map[models.OrderID]notices.Concern{}
	for _, id := range visible {
		shown[id] = concerns[id]
	}
	return shown, err
}

// tell passes one row on, when it is for this screen.
func (s *stream) tell(ctx context.Context, row outbox.Row, shown map[models.OrderID]notices.Concern) bool {
	s.place = row.Place
	switch row.Topic {
	case outbox.Order:
		id, _ := models.ParseID[models.OrderID](row.Ref)
		c, ok := shown[id]
		if !ok {
			return true
		}
		news := orderNews{ID: row.Ref, Version: row.Version}
		if c.Inside(s.actor) {
			news.Event = row.Event
		}
		return s.send(ctx, "order", row.Place, news)
	case outbox.Notice:
		if row.Ref == s.actor.Person.String() {
			return s.send(ctx, "notice", row.Place, noticeNews{row.Event})
		}
	case outbox.Session, outbox.Person:
		if row.Ref == s.actor.Session.String() || row.Ref == s.actor.Person.String() {
			s.watch.look()
		}
	}
	return true
}

type (
	// orderNews tells of an order; those who only follow or may claim it do not hear what happened.
	orderNews struct {
		ID      string `json:"id"`
		Version int    `json:"version"`
		Event   string `json:"event"`
	}
	noticeNews struct {
		ID string `json:"id"`
	}
)

var none = struct{}{}

// mark lets a screen for which nothing happened know how far it is, so that it need not go through all of it when it returns.
func (s *stream) mark(ctx context.Context) {
	if s.told != s.place {
		s.send(ctx, "cursor", s.place, none)
	}
}

func (s *stream) send(ctx context.Context, name string, at outbox.Place, data any) bool {
	text, err := json.Marshal(data)
	if err != nil {
		return false
	}
	select {
	case s.out <- Event{at.String(), name, text}:
		s.told = at
		return true
	case <-ctx.Done():
		return false
	}
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
