package notifying

import (
	"context"
	"slices"
	"sync"
	"time"

	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
)

const (
	watchEvery = 4 * time.Second // with the time of a look, less than the five seconds within which a stream must end
	watchTime  = 3 * time.Second
)

// watch ends the streams whose session has ended, or whose seats or household are no longer those with which they began.
type watch struct {
	mu      sync.Mutex
	open    map[*stream]bool
	running bool
	wake    chan struct{}
}

// join puts a stream under watch; the first one starts the watching.
func (w *watch) join(s *stream) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open == nil {
		w.open, w.wake = map[*stream]bool{}, make(chan struct{}, 1)
	}
	w.open[s] = true
	if !w.running {
		w.running = true
		go w.run(s.Feed)
	}
}

func (w *watch) leave(s *stream) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, s)
}

// look asks for a look at once.
func (w *watch) look() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// run looks again and again until no stream is open.
func (w *watch) run(f *Feed) {
	for {
		select {
		case <-w.wake:
		case <-time.After(watchEvery):
		}
		open, ok := w.streams()
		if !ok {
			return
		}
		for chunk := range slices.Chunk(open, 500) {
			if err := f.endAll(chunk); err != nil {
				f.Log.Warn("the sessions of open streams could not be read", "code", models.CodeOf(err))
			}
		}
	}
}

// streams lists the open streams; ok is false, and the watching over, when there are none.
func (w *watch) streams() (open []*stream, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for s := range w.open {
		open = append(open, s)
	}
	w.running = len(open) > 0
	return open, w.running
}

// endAll ends those of the streams that must not go on.
func (f *Feed) endAll(open []*stream) error {
	ctx, cancel := context.WithTimeout(context.Background(), watchTime)
	defer cancel()
	ids := make([]models.SessionID, len(open))
	for i, s := range open {
		ids[i] = s.actor.Session
	}
	now := f.Now()
	found, err := people.Standings(f.DB.Read(ctx), ids, now)
	if err != nil {
		return err
	}
	standings := map[models.SessionID]person.Standing{}
	for _, s := range found {
		standings[s.ID] = s
	}
	for _, s := range open {
		if standing, known := standings[s.actor.Session]; !known || !sameRights(s.actor, standing, now) {
			s.stop()
		}
	}
	return nil
}

// sameRights reports whether the session still gives the rights that the actor had.
func sameRights(a models.Actor, s person.Standing, now time.Time) bool {
	is, err := s.Actor(now)
	if err != nil || is.Person != a.Person || is.Household != a.Household || len(is.Seats) != len(a.Seats) {
		return false
	}
	return !slices.ContainsFunc(a.Seats, func(seat models.Seat) bool { return !slices.Contains(is.Seats, seat) })
}
