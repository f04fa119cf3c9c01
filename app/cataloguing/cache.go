package cataloguing

import (
	"sync"
	"time"

	"delinli/app/store"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/notice"
	"delinli/models/report"
)

// maxAge is how long settings are believed when no word of a change comes.
const maxAge = 5 * time.Second

// cache holds the settings as this process last read them.
type cache struct {
	maxAge time.Duration // instead of the package's, for tests

	mu        sync.Mutex
	known     *Settings // nil: to be read
	forgotten int       // how often; what was read before is not kept
}

// Forget makes the next reader read the settings anew. To be called in every process when the outbox tells of a change.
func (s *Service) Forget() {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	s.cache.known = nil
	s.cache.forgotten++
}

// Calendar gives the working calendar in force.
func (s *Service) Calendar(tx *store.Tx) (calendar.Calendar, error) {
	k, err := s.known(tx)
	if err != nil {
		return calendar.Calendar{}, err
	}
	return k.calendar, nil
}

// Policy gives the limits of a class in force; those of calendar.Default while there are none.
func (s *Service) Policy(tx *store.Tx, class calendar.Class) (calendar.Policy, error) {
	k, err := s.known(tx)
	if err != nil {
		return calendar.Policy{}, err
	}
	if p, ok := k.Policies[class]; ok {
		return p.Policy, nil
	}
	return calendar.Default(class), nil
}

// Dispatch gives the rule of ranking in force.
func (s *Service) Dispatch(tx *store.Tx) (dispatch.Rule, error) {
	k, err := s.known(tx)
	if err != nil {
		return dispatch.Rule{}, err
	}
	return k.Rule.Rule, nil
}

// Weights gives how the three rates are weighed.
func (s *Service) Weights(tx *store.Tx) (report.Weights, error) {
	k, err := s.known(tx)
	if err != nil {
		return report.Weights{}, err
	}
	return k.Rates.Weights, nil
}

// Words gives what notices say instead of the program's own words.
func (s *Service) Words(tx *store.Tx) (notice.Words, error) {
	k, err := s.known(tx)
	if err != nil {
		return nil, err
	}
	words := make(notice.Words, len(k.Words))
	for kind, w := range k.Words {
		words[kind] = w.Wording
	}
	return words, nil
}

// known gives the settings from memory, or reads them. Nobody waits for another's read: a connection that hangs holds up its own
// request alone.
func (s *Service) known(tx *store.Tx) (*Settings, error) {
	k, forgotten := s.cache.look()
	if k != nil {
		return k, nil
	}
	k, err := read(tx)
	if err != nil {
		return nil, err
	}
	s.cache.remember(k, forgotten)
	return k, nil
}

func (c *cache) look() (*Settings, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.known, c.forgotten
}

// remember keeps k until it is too old, unless something changed while it was being read.
func (c *cache) remember(k *Settings, forgotten int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.forgotten != forgotten {
		return
	}
	c.known = k
	age := maxAge
	if c.maxAge > 0 {
		age = c.maxAge
	}
	time.AfterFunc(age, func() { c.expire(k) })
}

func (c *cache) expire(k *Settings) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == k {
		c.known = nil
	}
}
