package cataloguing

import "time"

// Believe sets how long settings are believed.
func (s *Service) Believe(age time.Duration) { s.cache.maxAge = age }

// Between runs do between reading the settings and remembering them.
func (s *Service) Between(k *Settings, do func()) {
	_, forgotten := s.cache.look()
	do()
	s.cache.remember(k, forgotten)
}

// Remembers reports whether the settings are in memory.
func (s *Service) Remembers() bool { k, _ := s.cache.look(); return k != nil }
