package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"regexp"
	"syscall"
	"time"

	"delinli/models"
)

// Disk keeps blobs as files of one directory, in 256 folders by the first two letters of their names. Only the user that
// runs the program can read them, and no name leads out of the directory.
type Disk struct{ root *os.Root }

// part ends the name of a file that is still being written.
const part = ".part"

var blobName = regexp.MustCompile(`^[0-9a-f]{32}(\.thumb)?(\.part)?$`)

// NewDisk opens the directory, which it makes if it is not there.
func NewDisk(dir string) (*Disk, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Disk{root}, nil
}

// Close lets go of the directory.
func (d *Disk) Close() error { return d.root.Close() }

// Put writes beside the name, makes it durable, and then names it: a reader sees all of the bytes or none, also after a
// power cut.
func (d *Disk) Put(ctx context.Context, name string, r io.Reader) error {
	at, err := place(name)
	if err != nil {
		return err
	}
	if err := d.write(at, reader{ctx, r}); err != nil {
		return roomFor(errors.Join(err, ignoreMissing(d.root.Remove(at+part))))
	}
	return nil
}

func (d *Disk) write(at string, r io.Reader) error {
	if err := d.folder(path.Dir(at)); err != nil {
		return err
	}
	f, err := d.root.OpenFile(at+part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := d.root.Rename(at+part, at); err != nil {
		return err
	}
	return d.sync(path.Dir(at))
}

// folder makes a folder and makes its name durable.
func (d *Disk) folder(dir string) error {
	err := d.root.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return errors.Join(err, d.sync("."))
}

func (d *Disk) sync(dir string) error {
	f, err := d.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open gives the file; models.Missing when there is none.
func (d *Disk) Open(_ context.Context, name string) (io.ReadSeekCloser, error) {
	at, err := place(name)
	if err != nil {
		return nil, err
	}
	f, err := d.root.Open(at)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, models.Missing
	}
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return f, nil
}

// Delete removes the file.
func (d *Disk) Delete(_ context.Context, name string) error {
	at, err := place(name)
	if err != nil {
		return err
	}
	return ignoreMissing(d.root.Remove(at))
}

// List walks the folders; a file that is deleted meanwhile is passed over.
func (d *Disk) List(ctx context.Context) iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		err := fs.WalkDir(d.root.FS(), ".", func(_ string, e fs.DirEntry, err error) error {
			if err := errors.Join(ctx.Err(), ignoreMissing(err)); err != nil {
				return err
			}
			if e == nil || !blobName.MatchString(e.Name()) {
				return nil
			}
			info, err := e.Info()
			if err == nil && !yield(Blob{e.Name(), info.Size(), info.ModTime()}, nil) {
				return fs.SkipAll
			}
			return ignoreMissing(err)
		})
		if err != nil {
			yield(Blob{}, fmt.Errorf("files: %w", err))
		}
	}
}

// place is where a name lies. A name that we did not draw is a fault of the program, never of a user.
func place(name string) (string, error) {
	if !blobName.MatchString(name) {
		return "", fmt.Errorf("files: %q is no blob's name", name)
	}
	return path.Join(name[:2], name), nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// roomFor tells a full disk or quota from every other error.
func roomFor(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return &models.Error{Kind: models.Unavailable, Code: "file.disk_full", Retry: time.Minute, Err: err}
	}
	return err
}

// reader ends a read with its context.
type reader struct {
	ctx context.Context
	r   io.Reader
}

// Read reads on while the context lives.
func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
