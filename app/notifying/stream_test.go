package notifying_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/app/jobs"
	"delinli/app/notifying"
	"delinli/app/ordering"
	"delinli/app/postgres"
	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/handlers"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/person"
)

// instance is one process of the program: a pool, a hub and the doors of its own.
type instance struct {
	*town
	db     *store.DB
	url    string
	jobs   *jobs.Service
	routes []handlers.Route
	shut   func() // closes the doors and waits until that is done
}

// Resolve tells whose session the token opened.
func (i *instance) Resolve(ctx context.Context, token string, _ time.Time) (models.Actor, error) {
	s, err := people.Standing(i.db.Read(ctx), []byte(token), i.Now())
	if err != nil {
		return models.Actor{}, err
	}
	return s.Actor(i.Now())
}

func (n *town) instance() *instance {
	n.T.Helper()
	pool, err := postgres.Open(n.T.Context(), n.AppURL, postgres.PoolOptions{})
	n.ok(err)
	n.T.Cleanup(pool.Close)
	log, hint := slog.New(slog.DiscardHandler), jobs.NewHint(pool.Pgx())
	i := &instance{town: n, db: store.New(pool.Gorm(), hint.Poke)}
	hub := jobs.NewHub(pool.Pgx(), i.db, log)
	i.jobs, err = jobs.New(jobs.Options{Pool: pool.Pgx(), DB: i.db, Hint: hint, Hub: hub, Log: log})
	n.ok(err)
	n.ok(i.jobs.Start(n.T.Context()))
	n.T.Cleanup(func() { n.ok(i.jobs.Stop(context.Background())) })
	orders := *n.orders
	orders.DB = i.db
	feed := &notifying.Feed{DB: i.db, News: hub, Visible: orders.Visible, Now: n.Now, Log: log}
	i.routes = handlers.Join(handlers.Notices{Notifying: n.Service, Feed: feed})
	server, err := handlers.New(handlers.Options{Routes: i.routes, Sessions: i,
		Now: n.Now, Random: rand.Reader, Log: log})
	n.ok(err)
	i.serve(server)
	return i
}

func (i *instance) serve(s *handlers.Server) {
	i.T.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	i.ok(err)
	i.url = "http://" + ln.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, ln, 5*time.Second) }()
	i.shut = sync.OnceFunc(func() { stop(); i.ok(<-ended) })
	i.T.Cleanup(i.shut)
}

// login opens a session for the actor and gives its token.
func (n *town) login(a models.Actor, staff bool) (token string, id models.SessionID) {
	n.T.Helper()
	id = models.NewID[models.SessionID](rand.Reader)
	if staff {
		n.Exec(`INSERT INTO accounts (person_id, login, password_hash, totp_secret, created_at) VALUES (@id, @login, 'x', '\x01', @at)`,
			store.Args{"id": a.Person, "login": "l" + strings.ReplaceAll(a.Person.String(), "-", "")[:20], "at": n.Now()})
	}
	n.ok(people.Open(n.World.Store.Read(n.T.Context()), person.Session{ID: id, Person: a.Person, Device: "test", Staff: staff,
		CreatedAt: n.Now(), ExpiresAt: person.Expiry(staff, n.Now())}, []byte(id.String())))
	return id.String(), id
}

// screen is one open stream.
type screen struct {
	*testing.T
	events chan event
	close  context.CancelFunc
}

type event struct{ id, name, data string }

// watch opens a stream; lastID may be empty.
func (i *instance) watch(t *testing.T, token, lastID string) screen {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, i.url+handlers.Base+"/stream", nil)
	i.ok(err)
	r.Header.Set("Authorization", "Bearer "+token)
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	reply, err := http.DefaultClient.Do(r)
	i.ok(err)
	if reply.StatusCode != http.StatusOK {
		t.Fatalf("status %d", reply.StatusCode)
	}
	s := screen{t, make(chan event, 1000), stop}
	go s.read(reply)
	t.Cleanup(stop)
	return s
}

func (s screen) read(reply *http.Response) {
	defer reply.Body.Close()
	defer close(s.events)
	var e event
	for lines := bufio.NewScanner(reply.Body); lines.Scan(); {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			e.data = value
			s.events <- e
			e = event{}
		}
	}
}

// next waits for the next event of the name, passing over cursors.
func (s screen) next(name string) event {
	s.Helper()
	timeout := time.After(time.Minute)
	for {
		select {
		case e, open := <-s.events:
			switch {
			case !open:
				s.Fatalf("the stream ended before %s", name)
			case e.name == name:
				return e
			case e.name != "cursor":
				s.Fatalf("came %+v, want %s", e, name)
			}
		case <-timeout:
			s.Fatalf("no %s came", name)
		}
	}
}

// order waits for news of an order.
func (s screen) order() (id string, version int, what string) {
	s.Helper()
	var data struct {
		ID      string `json:"id"`
		Version int    `json:"version"`
		Event   string `json:"event"`
	}
	if err := json.Unmarshal([]byte(s.next("order").data), &data); err != nil {
		s.Fatal(err)
	}
	return data.ID, data.Version, data.Event
}

// quiet checks that nothing but cursors comes until the moment after the next event of others.
func (s screen) quiet(d time.Duration) {
	s.Helper()
	for timeout := time.After(d); ; {
		select {
		case e, open := <-s.events:
			if open && e.name != "cursor" {
				s.Fatalf("came %+v", e)
			}
		case <-timeout:
			return
		}
	}
}

// ends checks that the stream is closed: within the five seconds that are promised, and what a machine adds that is busy with other tests.
func (s screen) ends() {
	s.Helper()
	for timeout := time.After(15 * time.Second); ; {
		select {
		case _, open := <-s.events:
			if !open {
				return
			}
		case <-timeout:
			s.Fatal("the stream is still open")
		}
	}
}

func TestScreensHearOverProcesses(t *testing.T) {
	n := newTown(t)
	one, two := n.instance(), n.instance()
	mine, _ := n.login(n.resident, false)
	others, _ := n.login(n.called("neighbour", n.Person(models.Resident, testkit.Community)), false)
	desk, _ := n.login(n.staff, true)
	serving, _ := n.login(n.volunteer, false)
	me, neighbour, staff, volunteer := two.watch(t, mine, ""), two.watch(t, others, ""), two.watch(t, desk, ""), two.watch(t, serving, "")
	for _, s := range []screen{me, neighbour, staff, volunteer} {
		s.next("cursor")
	}
	n.orders.DB = one.db // what happens, happens in the other process
	id := n.place(order.Wish)
	for name, s := range map[string]screen{"requester": me, "staff": staff} {
		if got, version, what := s.order(); got != id.String() || version != 1 || what != "place" {
			t.Errorf("the %s hears of %s %d %s", name, got, version, what)
		}
	}
	n.raise(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "一副老花镜"})
	if got, version, what := volunteer.order(); got != id.String() || version != 2 || what != "" {
		t.Errorf("the volunteer hears of %s %d %q, want the order in the pool and not what happened to it", got, version, what)
	}
	for _, row := range n.rows() {
		n.ok(n.Happened(t.Context(), row))
	}
	if _, _, what := me.order(); what != "publish" {
		t.Errorf("the requester hears of %s", what)
	}
	if e := me.next("notice"); !strings.Contains(e.data, `"id":"`) {
		t.Errorf("notice: %s", e.data)
	}
	neighbour.quiet(time.Second)
}

func TestVolunteersHearThatAnotherTookAnOrder(t *testing.T) {
	n := newTown(t)
	i := n.instance()
	n.orders.DB = i.db
	slower, _ := n.login(n.called("slower", n.Volunteer(testkit.Community, 3)), false)
	s := i.watch(t, slower, "")
	s.next("cursor")
	id := n.place(order.Wish)
	n.raise(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "一副老花镜"})
	n.raise(n.volunteer, id, order.Claim, ordering.Brings{})
	for version := 0; version < 3; {
		got, next, what := s.order()
		if got != id.String() || next <= version || what != "" {
			t.Fatalf("who was too slow hears of %s %d %q, want that the order has changed and not how", got, next, what)
		}
		version = next
	}
}

func TestAScreenHearsWhatHappenedWhileItWasRead(t *testing.T) {
	n := newTown(t)
	i := n.instance()
	n.orders.DB = i.db
	token, _ := n.login(n.resident, false)
	old := n.place(order.Wish)
	n.Exec(`UPDATE outbox SET at = at - interval '2 minutes'`, nil)
	for unsettled := 1; unsettled > 0; time.Sleep(10 * time.Millisecond) { // as long as anybody on the server is in a transaction from before
		unsettled = n.Count(`SELECT count(*) FROM outbox WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())`, nil)
	}
	id := n.place(order.Wish)
	s := i.watch(t, token, "")
	if got, _, what := s.order(); got != id.String() || what != "place" {
		t.Errorf("a screen that listens right after it was read hears of %s %s, want the order %s placed just before and not %s", got, what, id, old)
	}
	s.quiet(300 * time.Millisecond)
}

func TestScreensHearNothingThatTheyMayNotSee(t *testing.T) {
	n := newTown(t)
	i := n.instance()
	n.orders.DB = i.db
	foreign, _ := n.login(n.called("foreign", n.Person(models.CommunityStaff, testkit.Elsewhere)), true)
	grid, _ := n.login(n.called("grid", n.Person(models.GridWorker, testkit.Grid)), false)
	elsewhere, local := i.watch(t, foreign, ""), i.watch(t, grid, "")
	elsewhere.next("cursor")
	local.next("cursor")
	secret := n.place(order.Menu)
	public := n.place(order.Wish)
	n.raise(n.staff, public, order.Publish, ordering.Brings{PublicTitle: "一副老花镜"})
	if got, _, what := local.order(); got != public.String() || what != "" {
		t.Errorf("the grid worker hears of %s %s, want %s once it has a card, and not %s", got, what, public, secret)
	}
	elsewhere.quiet(500 * time.Millisecond)
}

func TestAScreenThatReturnsMissesNothing(t *testing.T) {
	n := newTown(t)
	one, two := n.instance(), n.instance()
	n.orders.DB = one.db
	token, _ := n.login(n.resident, false)
	first := one.watch(t, token, "")
	first.next("cursor")
	id := n.place(order.Wish)
	last := first.next("order").id
	first.close()
	for range 5 {
		n.raise(n.resident, id, order.Comment, because)
	}
	n.raise(n.staff, id, order.Ask, because)
	for name, i := range map[string]*instance{"the other process": two, "one that was started since": n.instance()} {
		again := i.watch(t, token, last)
		for c := range 6 {
			want := "comment"
			if c == 5 {
				want = "ask"
			}
			if _, _, what := again.order(); what != want {
				t.Errorf("by %s, event %d is %s, want %s", name, c, what, want)
			}
		}
		again.quiet(300 * time.Millisecond)
	}
}

func TestAScreenThatWasAwayTooLongStartsAnew(t *testing.T) {
	n := newTown(t)
	i := n.instance()
	n.orders.DB = i.db
	token, _ := n.login(n.resident, false)
	first := i.watch(t, token, "")
	first.next("cursor")
	n.place(order.Wish)
	old := first.next("order").id
	n.place(order.Wish)
	first.next("order")
	n.Exec(`DELETE FROM outbox`, nil) // as retention does after seven days
	late := n.instance()
	n.place(order.Wish)
	for what, id := range map[string]string{"too old": old, "of another database": "18446744073709551615-1", "nonsense": "nonsense"} {
		s := late.watch(t, token, id)
		s.next("reset")
		n.place(order.Wish)
		if _, _, event := s.order(); event != "place" {
			t.Errorf("%s: after the reset came %s", what, event)
		}
		s.close()
	}
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	n := newTown(t)
	i := n.instance()
	for name, end := range map[string]func(a models.Actor, s models.SessionID) error{
		"revoked, and said so": func(a models.Actor, s models.SessionID) error {
			return i.db.Write(t.Context(), func(tx *store.Tx) error {
				_, err := people.Revoke(tx, people.Which{Person: a.Person, Only: s}, n.Now())
				return err
			})
		},
		"revoked without a word": func(_ models.Actor, s models.SessionID) error {
			n.Exec(`UPDATE sessions SET revoked_at = @at WHERE id = @id`, store.Args{"at": n.Now(), "id": s})
			return nil
		},
		"seat ended": func(a models.Actor, _ models.SessionID) error {
			n.Exec(`UPDATE seats SET ended_at = @at WHERE person_id = @id`, store.Args{"at": n.Now(), "id": a.Person})
			return outbox.Add(i.db.Read(t.Context()), outbox.Person, a.Person.String(), "seat_ended", 0)
		},
		"account disabled": func(a models.Actor, _ models.SessionID) error {
			at := n.Now()
			return people.Disable(i.db.Read(t.Context()), a.Person, &at)
		},
		"moved to another household": func(a models.Actor, _ models.SessionID) error {
			home := models.NewID[models.HouseholdID](rand.Reader)
			if err := people.AddHousehold(i.db.Read(t.Context()), home, testkit.Community); err != nil {
				return err
			}
			return people.Join(i.db.Read(t.Context()), a.Person, home)
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := n.called("staff", n.Person(models.CommunityStaff, testkit.Community))
			token, id := n.login(a, true)
			control, _ := n.login(n.called("control", n.Person(models.CommunityStaff, testkit.Community)), true)
			s, other := i.watch(t, token, ""), i.watch(t, control, "")
			s.next("cursor")
			other.next("cursor")
			if err := end(a, id); err != nil {
				t.Fatal(err)
			}
			s.ends()
			other.quiet(100 * time.Millisecond)
			select {
			case _, open := <-other.events:
				if !open {
					t.Error("another's stream has ended too")
				}
			default:
			}
		})
	}
}

func TestStreamsEndBeforeTheDoorsClose(t *testing.T) {
	n := newTown(t)
	i := n.instance()
	token, _ := n.login(n.resident, false)
	s := i.watch(t, token, "")
	s.next("cursor")
	i.shut()
	s.ends()
}
