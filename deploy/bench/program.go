package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// program is the real binary at work over a town.
type program struct {
	addr string
	cmd  *exec.Cmd
	log  *os.File
}

// build makes the binary as make does.
func build(ctx context.Context, dir string) (string, error) {
	bin := filepath.Join(dir, "delinli")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", bin, "delinli/app")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return bin, nil
}

// start runs the binary over the database of the URL and waits until it is ready.
func (t *town) start(ctx context.Context, bin, databaseURL string) (*program, error) {
	return serve(ctx, bin, t.dir, "SECRET_KEY_FILE="+t.keyFile(), "DATABASE_URL="+databaseURL, "DATABASE_OWNER_URL="+t.server.OwnerURL())
}

// command is the binary with its data in dir. A Ctrl-C at the terminal is for the bench, which ends it when it has stopped measuring.
func command(ctx context.Context, bin, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, bin, args...)
	cmd.Env = append(os.Environ(), "APP_ENV=development", "DATA_DIR="+dir, "LISTEN=127.0.0.1:8080")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	return cmd
}

// serve runs the binary with these settings and waits until it is ready.
func serve(ctx context.Context, bin, dir string, settings ...string) (p *program, err error) {
	p = &program{cmd: command(ctx, bin, dir, "serve")}
	if p.addr, err = freeAddress(ctx); err != nil {
		return nil, err
	}
	if p.log, err = os.Create(filepath.Join(dir, "program.log")); err != nil {
		return nil, err
	}
	p.cmd.Env = append(append(p.cmd.Env, "LISTEN="+p.addr), settings...)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	if err := p.await(ctx); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

func freeAddress(ctx context.Context) (string, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return ln.Addr().String(), ln.Close()
}

func (p *program) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.addr+"/readyz", nil)
		if err != nil {
			return err
		}
		if reply, err := http.DefaultClient.Do(req); err == nil {
			_ = reply.Body.Close()
			if reply.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			words, _ := os.ReadFile(p.log.Name())
			return fmt.Errorf("the program is not ready: %s", words[max(0, len(words)-2_000):])
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (p *program) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // one that has ended needs none
	_ = p.cmd.Wait()                          // how it ends is the matter of other tests
	p.log.Close()
}

// memory is the resident memory of a process in megabytes.
func memory(ctx context.Context, p *os.Process) (float64, error) {
	out, err := exec.CommandContext(ctx, "ps", "-o", "rss=", "-p", strconv.Itoa(p.Pid)).Output()
	if err != nil {
		return 0, err
	}
	kilobytes, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err == nil && kilobytes == 0 {
		err = errors.New("ps knows no memory of the program")
	}
	return kilobytes / 1_000, err
}
