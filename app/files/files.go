// Package files takes the pictures and voices that people send, and keeps them. Whatever comes in is recognised by its
// own bytes, measured before it is opened, opened within fixed bounds, and kept without what tells of the sender's
// device, place or name.
package files

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"math"
	"runtime"
	"time"

	"golang.org/x/sync/semaphore"

	"delinli/models"
	"delinli/models/file"
)

// decodeMemory bounds the bytes that all pictures being opened take together: one of 40 megapixels as phones write them,
// with room to scale it. No picture counts for less than half, so that two at most are opened at once.
const decodeMemory = 80 << 20

// Service takes files in and gives them out.
type Service struct {
	blobs  Blobs
	random io.Reader
	clock  models.Clock
	memory *semaphore.Weighted
}

// New makes a service over blobs.
func New(blobs Blobs, random io.Reader, clock models.Clock) *Service {
	return &Service{blobs, random, clock, semaphore.NewWeighted(decodeMemory)}
}

// Accept reads what the actor sends, to its end or to the limit, and keeps it; the caller stores the row that it gives.
// Errors are those of models/file, models.Denied without a login, and Unavailable with file.busy or file.disk_full.
func (s *Service) Accept(ctx context.Context, by models.Actor, r io.Reader) (file.File, error) {
	if !by.Known() {
		return file.File{}, models.Denied
	}
	data, err := io.ReadAll(io.LimitReader(reader{ctx, r}, file.MaxPictureBytes+1))
	if err != nil {
		return file.File{}, err
	}
	if len(data) > file.MaxPictureBytes {
		return file.File{}, file.ErrTooLarge
	}
	f := file.File{ID: models.NewID[models.FileID](s.random), Owner: by.Person, Blob: NewName(s.random), At: s.clock()}
	switch as := sniff(data); as {
	case "":
		err = file.ErrUnsupported
	case heicFile:
		err = file.ErrHEIC
	case mp3File, mp4File, webmFile:
		err = s.voice(ctx, &f, as, data)
	default:
		err = s.picture(ctx, &f, as, data)
	}
	if err != nil {
		return file.File{}, err
	}
	return f, nil
}

// Open gives the bytes of a file, or of its small version. The caller has asked whether the reader may see them.
func (s *Service) Open(ctx context.Context, f file.File, small bool) (io.ReadSeekCloser, error) {
	if small && f.Thumb() != "" {
		return s.blobs.Open(ctx, f.Thumb())
	}
	return s.blobs.Open(ctx, f.Blob)
}

// Forget deletes the bytes of a file.
func (s *Service) Forget(ctx context.Context, f file.File) error {
	err := s.blobs.Delete(ctx, f.Blob)
	if f.Thumb() != "" {
		err = errors.Join(err, s.blobs.Delete(ctx, f.Thumb()))
	}
	return err
}

func (s *Service) voice(ctx context.Context, f *file.File, as format, data []byte) error {
	v, err := listen(as, data)
	if err != nil {
		return err
	}
	f.Kind, f.Mime, f.Size = file.Voice, v.mime, int64(len(v.data))
	f.Seconds = int(math.Round(v.length.Seconds()))
	return s.blobs.Put(ctx, f.Blob, bytes.NewReader(v.data))
}

func (s *Service) picture(ctx context.Context, f *file.File, as format, data []byte) error {
	seen, err := measure(as, data)
	if err != nil {
		return err
	}
	weight := max(seen.memory, decodeMemory/2)
	if err := s.memory.Acquire(ctx, weight); err != nil {
		return &models.Error{Kind: models.Unavailable, Code: "file.busy", Retry: 5 * time.Second, Err: err}
	}
	defer s.memory.Release(weight)
	defer collect(seen.memory)
	m, err := develop(ctx, as, data, seen)
	if err != nil {
		return err
	}
	f.Kind, f.Width, f.Height, f.Mime = file.Picture, m.Rect.Dx(), m.Rect.Dy(), file.JPEG
	if !m.Opaque() {
		f.Mime = file.PNG
	}
	return s.keep(ctx, f, m)
}

// keep writes a picture and its small version, both or none.
func (s *Service) keep(ctx context.Context, f *file.File, m *image.RGBA) (err error) {
	if f.Size, err = s.put(ctx, f.Blob, m, f.Mime); err != nil {
		return err
	}
	if _, err = s.put(ctx, f.Thumb(), thumbnail(m), f.Mime); err != nil {
		return errors.Join(err, s.blobs.Delete(context.WithoutCancel(ctx), f.Blob))
	}
	return nil
}

func (s *Service) put(ctx context.Context, name string, m *image.RGBA, as file.Mime) (int64, error) {
	var b bytes.Buffer
	if err := encode(&b, m, as); err != nil {
		return 0, err
	}
	size := int64(b.Len())
	return size, s.blobs.Put(ctx, name, &b)
}

// collect frees the memory of a large picture before the next one takes its place.
func collect(memory int64) {
	if memory > decodeMemory/4 {
		runtime.GC()
	}
}

// refuse is one of the refusals with its cause, for the log.
func refuse(as *models.Error, cause error) error {
	return &models.Error{Kind: as.Kind, Code: as.Code, Err: cause}
}
