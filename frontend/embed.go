// Package frontend holds the built front ends inside the binary.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Resident is the residents' and volunteers' app, served at /; nil until it is built.
func Resident() fs.FS { return built("resident") }

// Desk is the staff's back office, served at /desk/; nil until it is built.
func Desk() fs.FS { return built("desk") }

func built(app string) fs.FS {
	files, err := fs.Sub(dist, "dist/"+app)
	if err != nil {
		return nil
	}
	if _, err := fs.Stat(files, "index.html"); err != nil {
		return nil
	}
	return files
}
