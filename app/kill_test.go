package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asProgram is the variable that makes this test binary the program itself.
const asProgram = "DELINLI_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// process is the program as a process of its own, with its private database.
type process struct {
	dir, listen string
	said        *bytes.Buffer
	*exec.Cmd
}

func newProcess(t *testing.T) *process {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, ln.Close())
	return &process{dir: t.TempDir(), listen: ln.Addr().String()}
}

// command is the program with arguments, on the data of this process.
func (p *process) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "APP_ENV=development", "LOG_LEVEL=warn", "DATA_DIR="+p.dir, "LISTEN="+p.listen)
	return cmd
}

// start runs the program and tells how long it took until it was ready.
func (p *process) start(t *testing.T) time.Duration {
	t.Helper()
	p.Cmd, p.said = p.command(t, "serve", "--demo"), &bytes.Buffer{}
	p.Stdout, p.Stderr = p.said, p.said
	began := time.Now()
	must(t, p.Start())
	t.Cleanup(func() {
		_ = p.Process.Kill()
		if _ = p.Wait(); t.Failed() {
			t.Logf("it said: %s", p.said)
		}
	})
	eventually(t, "ready", p.ready)
	return time.Since(began)
}

func (p *process) ready() bool {
	r, err := http.Get("http://" + p.listen + "/readyz")
	if err != nil {
		return false
	}
	defer r.Body.Close()
	return r.StatusCode == http.StatusOK
}

// ledger is what the clients of a load were told.
type ledger struct {
	people
	mu     sync.Mutex
	sent   map[string]string // by idempotency key: who sent it
	placed map[string]string // by key: the order that was acknowledged
	claims map[string]int    // by order: claims that were acknowledged
	acks   int
}

// ask sends a request that may fail because the program is gone.
func (l *ledger) ask(name, path, key string, body js) (status int, v view, err error) {
	b, err := json.Marshal(body)
	if err != nil {
		return 0, v, err
	}
	r, err := http.NewRequest(http.MethodPost, l.base+"/api/v1"+path, bytes.NewReader(b))
	if err != nil {
		return 0, v, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+l.tokens[name])
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, v, err
	}
	defer reply.Body.Close()
	got, err := io.ReadAll(reply.Body)
	if err == nil && reply.StatusCode < 300 {
		err = json.Unmarshal(got, &v)
	}
	return reply.StatusCode, v, err
}

func wish(key string) js {
	return js{"kind": "wish", "area_code": "370785001001001", "title": "断电 " + key, "detail": ""}
}

// place puts orders in until the program is gone; each that was acknowledged goes to the desk.
func (l *ledger) place(name string, desk chan<- string) {
	for i := 0; ; i++ {
		key := fmt.Sprintf("%s-%d", map[string]string{"张秀英": "zhang", "李建国": "li"}[name], i)
		l.note(func() { l.sent[key] = name })
		status, v, err := l.ask(name, "/orders", key, wish(key))
		if err != nil {
			return
		}
		if status == 201 {
			l.note(func() { l.placed[key] = v.ID; l.acks++ })
			select {
			case desk <- v.ID:
			default: // the desk has enough to do
			}
		}
	}
}

func (l *ledger) note(what func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	what()
}

// publish puts orders into the pool and calls the volunteers.
func (l *ledger) publish(desk <-chan string, pool []chan string) {
	for id := range desk {
		if _, _, err := l.ask("周敏", "/orders/"+id+"/publish", "", js{"public_title": "断电"}); err != nil {
			return
		}
		for _, volunteer := range pool {
			select {
			case volunteer <- id:
			default:
			}
		}
	}
}

// claim takes what it can and gives it back, so that others may take it.
func (l *ledger) claim(name string, pool <-chan string) {
	for id := range pool {
		status, _, err := l.ask(name, "/orders/"+id+"/claim", "", js{})
		if err != nil {
			return
		}
		if status != 200 {
			continue
		}
		l.note(func() { l.claims[id]++; l.acks++ })
		if _, _, err := l.ask(name, "/orders/"+id+"/return", "", because); err != nil {
			return
		}
	}
}

// load lets everybody work until the program is killed after some acknowledgements.
func (l *ledger) load(t *testing.T, p *process, acks int) {
	t.Helper()
	var all, placers sync.WaitGroup
	desk, pool := make(chan string, 4), []chan string{make(chan string, 4), make(chan string, 4), make(chan string, 4)}
	for _, name := range []string{"张秀英", "李建国"} {
		placers.Go(func() { l.place(name, desk) })
	}
	all.Go(func() { placers.Wait(); close(desk) })
	all.Go(func() {
		l.publish(desk, pool)
		for _, c := range pool {
			close(c)
		}
	})
	for i, name := range []string{"赵海燕", "孙立新", "钱晓东"} {
		all.Go(func() { l.claim(name, pool[i]) })
	}
	eventually(t, "a load", func() (enough bool) {
		l.note(func() { enough = l.acks >= acks && len(l.claims) > 2 })
		return enough
	})
	must(t, p.Process.Kill())
	all.Wait()
	_ = p.Wait()
}

// check holds what is there against what was acknowledged.
func (l *ledger) check(t *testing.T) {
	t.Helper()
	for key, name := range l.sent {
		c := l.as(t, name).keyed(key)
		var r reply
		eventually(t, "the key passes on", func() bool { r = c.post("/orders", wish(key)); return r.Code() != "idempotency.in_progress" })
		if id := r.Want(201).text("id"); l.placed[key] != "" && id != l.placed[key] {
			t.Errorf("%s was placed as %s, and is %s", key, l.placed[key], id)
		}
		if found := l.as(t, name).list("/orders?limit=100&q=" + urlEscape("断电 "+key)); countTitle(found, "断电 "+key) != 1 {
			t.Errorf("%s is there %d times", key, countTitle(found, "断电 "+key))
		}
	}
	for id, acknowledged := range l.claims {
		held, claims := false, 0
		for _, line := range l.as(t, "周敏").show(id).Timeline {
			if line.Event == "claim" {
				if claims++; held {
					t.Errorf("%s was claimed twice", id)
				}
			}
			held = line.Event == "claim" || held && line.Event != "return"
		}
		if claims < acknowledged {
			t.Errorf("%s: %d of %d claims are there", id, claims, acknowledged)
		}
	}
}

func countTitle(all []view, title string) (n int) {
	for _, v := range all {
		if v.Title == title {
			n++
		}
	}
	return n
}

// TestKill: in the middle of a load the program is killed, then its database, then it is told to stop. It is ready again within ten
// seconds, whatever was acknowledged is there once, nothing is claimed twice, and every journal gives its row.
func TestKill(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.start(t)
	l := &ledger{people: peopleOf(t, p.dir, "http://"+p.listen), sent: map[string]string{}, placed: map[string]string{}, claims: map[string]int{}}
	for _, name := range []string{"张秀英", "李建国", "周敏", "赵海燕", "孙立新", "钱晓东"} {
		l.as(t, name)
	}
	l.load(t, p, 60)
	if took := p.start(t); took > 10*time.Second {
		t.Errorf("it was ready again after %s", took)
	}
	l.check(t)
	l.killDatabase(t, p)
	l.stop(t, p)
	if out, err := p.command(t, "verify").CombinedOutput(); err != nil {
		t.Fatalf("verify: %v\n%s", err, out)
	}
}

// killDatabase ends the private server under the program, which starts it anew.
func (l *ledger) killDatabase(t *testing.T, p *process) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(p.dir, "postgres", "*", "postmaster.pid"))
	if must(t, err); len(found) != 1 {
		t.Fatalf("found %v", found)
	}
	b, err := os.ReadFile(found[0])
	must(t, err)
	pid, err := strconv.Atoi(strings.Fields(string(b))[0])
	must(t, err)
	must(t, syscall.Kill(pid, syscall.SIGKILL))
	granny := l.as(t, "张秀英").keyed("without-a-database")
	eventually(t, "it goes on by itself", func() bool {
		r := granny.post("/orders", wish("without"))
		if r.Status != 201 && r.Status != 503 && r.Code() != "idempotency.in_progress" {
			t.Fatalf("%d: %s", r.Status, r.Body)
		}
		return r.Status == 201
	})
	eventually(t, "ready", p.ready)
}

// stop tells the program to end while a request runs and a stream is open: the one is answered, the other closed.
func (l *ledger) stop(t *testing.T, p *process) {
	t.Helper()
	heard, visitor := l.listen(t, "张秀英"), caller{l.visitor.In(t), t, ""}
	var all sync.WaitGroup
	all.Go(func() {
		if r := visitor.post("/auth/codes", js{"phone": "10000000999"}); r.Status != 202 { // takes a quarter of a second
			t.Errorf("the open request got %d", r.Status)
		}
	})
	eventually(t, "the request is on its way", func() bool { return l.codeFor(t, "10000000999") != "" })
	must(t, p.Process.Signal(syscall.SIGTERM))
	all.Wait()
	for range heard { // until it is closed
	}
	if err := p.Wait(); err != nil {
		t.Errorf("it ended with %v: %s", err, p.said)
	}
}
