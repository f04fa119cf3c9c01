// Package models is the vocabulary that every noun shares: ids, errors, actors, areas and time.
// It holds no SQL, no HTTP and no clock of its own.
package models
