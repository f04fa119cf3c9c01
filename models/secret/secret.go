// Package secret holds personal data in types that mask themselves wherever text is made of them: String, %v, %#v, JSON
// and slog give a mask. Plain gives the value itself and is called where it is encrypted, sent or shown to
// somebody whose look has been logged, and nowhere else.
package secret
