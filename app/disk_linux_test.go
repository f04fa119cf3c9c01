package main

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"syscall"
	"testing"
	"time"

	"delinli/app/files"
	"delinli/app/filing"
	"delinli/handlers/conform"
	"delinli/models"
)

// fullDisk: an upload that finds no room is a 503 that says so, and leaves nothing half; what was kept before is there.
func fullDisk(t *testing.T, n *town) {
	small, blobs := tinyDisk(t)
	h, verbs := *n.house, *n.verbs
	verbs.filing = &filing.Service{DB: n.db, Files: files.New(blobs, rand.Reader, n.now), Blobs: small, Signer: n.ring, Orders: n.verbs.ordering, Now: n.now}
	h.verbs = &verbs
	s, err := server(&h)
	must(t, err)
	granny := n.as(t, "张秀英")
	granny.Client = conform.New(t, n.document, "http://delinli", func(r *http.Request) (*http.Response, error) { return s.Test(r, -1) }).As(n.tokens["张秀英"])
	kept := granny.upload(picture(t, 32)).Want(201).text("id")
	before := blobsOf(t, small)
	for range 2 {
		r := granny.upload(picture(t, 600))
		if r.refused(t, 503, "file.disk_full"); r.Header.Get("Retry-After") == "" {
			t.Error("it does not say when to come back")
		}
	}
	if after := blobsOf(t, small); after != before {
		t.Errorf("%d blobs became %d", before, after)
	}
	granny.Do("GET", granny.get("/files/"+kept+"/link").text("url"), nil).Want(200)
	granny.upload(picture(t, 32)).Want(201)
}

func blobsOf(t *testing.T, d files.Blobs) (n int) {
	t.Helper()
	for _, err := range d.List(t.Context()) {
		must(t, err)
		n++
	}
	return n
}

// tinyDisk is a real disk of 128 KiB where this user may mount one, else one that says to be full when more than that comes.
func tinyDisk(t *testing.T) (*files.Disk, files.Blobs) {
	t.Helper()
	dir := t.TempDir()
	mounted := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=128k,mode=700") == nil
	d, err := files.NewDisk(dir)
	must(t, err)
	t.Cleanup(func() {
		must(t, d.Close())
		if mounted {
			must(t, syscall.Unmount(dir, syscall.MNT_DETACH))
		}
	})
	if mounted {
		return d, d
	}
	return d, narrow{d}
}

// narrow takes no blob over 128 KiB.
type narrow struct{ files.Blobs }

func (d narrow) Put(ctx context.Context, name string, r io.Reader) error {
	err := d.Blobs.Put(ctx, name, io.LimitReader(r, 128<<10))
	if rest, _ := io.Copy(io.Discard, r); rest > 0 {
		_ = d.Delete(ctx, name)
		return &models.Error{Kind: models.Unavailable, Code: "file.disk_full", Retry: time.Minute}
	}
	return err
}
