package enrolling_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/app/channel"
	"delinli/app/enrolling"
	"delinli/app/keeping"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// canary is an OpenID that must stand nowhere in the clear.
const canary = "oCanary-7Qx"

// mini is a world with a mini-program.
type mini struct {
	*world
	wechat *testkit.WeChat
}

func newMini(t *testing.T) mini {
	t.Helper()
	m := mini{world: newWorld(t)}
	m.wechat = testkit.NewWeChat(t, m.Now)
	w, err := channel.NewWeChat(channel.WeChatOptions{API: m.wechat.URL, AppID: m.wechat.AppID, Secret: m.wechat.Secret, Now: m.Now})
	m.must(err)
	m.MiniProgram = w
	return m
}

// enter logs in with fresh codes; no number draws no code of a phone.
func (m mini) enter(openID, number string) (enrolling.Login, error) {
	codes := enrolling.WeChatCodes{Login: secret.NewText(m.wechat.Code(openID))}
	if number != "" {
		codes.Phone = secret.NewText(m.wechat.PhoneCode(number))
	}
	return m.ByWeChat(context.Background(), home, codes)
}

// in logs in, and fails the test where that fails.
func (m mini) in(openID, number string) models.Actor {
	m.Helper()
	l, err := m.enter(openID, number)
	m.must(err)
	return m.resolve(l.Token)
}

// openID is what is bound to a person.
func (m mini) openID(who models.PersonID) string {
	m.Helper()
	id, err := m.OpenID(m.town.Store.Read(m.Context()), who)
	m.must(err)
	return id.Plain()
}

func TestWeChatAsksForAPhoneOnce(t *testing.T) {
	m := newMini(t)
	_, err := m.enter(canary, "")
	m.wantCode("an OpenID that nobody has", err, "auth.phone_needed")
	a := m.in(canary, li)
	if !a.Known() || !a.Phone || !a.Holds(grid, models.Resident) || len(a.Seats) != 1 {
		t.Errorf("%+v", a)
	}
	again := m.in(canary, "")
	if again.Person != a.Person || again.Session == a.Session {
		t.Errorf("the second login: %+v", again)
	}
	if profile, err := m.Me(t.Context(), again); err != nil || profile.Phone.Plain() != li {
		t.Errorf("%v, %v", profile, err)
	}
	if m.audited("person.make", a.Person) != 1 || m.audited("wechat.bind", a.Person) != 1 || m.audited("session.open", a.Person) != 2 {
		t.Error("the making, the binding and the logins left no lines")
	}
	if got := m.openID(a.Person); got != canary {
		t.Errorf("bound to %q", got)
	}
}

func TestWeChatFindsWhoCameByCode(t *testing.T) {
	m := newMini(t)
	a, _ := m.resident(li)
	if got := m.openID(a.Person); got != "" {
		t.Errorf("bound to %q before", got)
	}
	if b := m.in(canary, li); b.Person != a.Person {
		t.Errorf("another person: %v, %v", a, b)
	}
	if b := m.in(canary, li); b.Person != a.Person || m.audited("wechat.bind", a.Person) != 1 {
		t.Error("the same binding was made twice")
	}
}

func TestWeChatWithoutSetUp(t *testing.T) {
	w := newWorld(t)
	_, err := w.ByWeChat(t.Context(), home, enrolling.WeChatCodes{Login: secret.NewText("x")})
	w.wantCode("without a mini-program", err, "auth.wechat_not_set_up")
}

func TestWeChatRefusesCodes(t *testing.T) {
	m := newMini(t)
	m.in(canary, li)
	used := secret.NewText(m.wechat.Code(canary))
	_, err := m.ByWeChat(t.Context(), home, enrolling.WeChatCodes{Login: used})
	m.must(err)
	late, latePhone := secret.NewText(m.wechat.Code(canary)), secret.NewText(m.wechat.PhoneCode(li))
	m.pass(testkit.WeChatCodeLife)
	fresh := func() secret.Text { return secret.NewText(m.wechat.Code(canary)) }
	for name, c := range map[string]struct {
		given enrolling.WeChatCodes
		want  string
	}{
		"a used code":         {enrolling.WeChatCodes{Login: used}, "auth.wechat_code"},
		"an old code":         {enrolling.WeChatCodes{Login: late}, "auth.wechat_code"},
		"a made-up code":      {enrolling.WeChatCodes{Login: secret.NewText("code-1")}, "auth.wechat_code"},
		"an old phone code":   {enrolling.WeChatCodes{Login: fresh(), Phone: latePhone}, "auth.wechat_code"},
		"a phone from abroad": {enrolling.WeChatCodes{Login: fresh(), Phone: secret.NewText(m.wechat.PhoneCode("+852 91234567"))}, "input.invalid"},
	} {
		before := m.number(`SELECT count(*) FROM sessions`)
		l, err := m.ByWeChat(t.Context(), home, c.given)
		m.wantCode(name, err, c.want)
		if c.want == "input.invalid" {
			m.wantField(name, err, "phone_code", "auth.wechat_phone")
		}
		if !l.Token.IsZero() || m.number(`SELECT count(*) FROM sessions`) != before {
			t.Errorf("%s opened a session", name)
		}
	}
	if m.number(`SELECT count(*) FROM persons`) != 1 || m.logs.Len() > 0 {
		t.Errorf("a refused code left something: %s", m.logs)
	}
}

func TestWeChatAway(t *testing.T) {
	m := newMini(t)
	m.in(canary, li)
	for _, c := range []struct{ path, answer, number string }{
		{"/sns/jscode2session", "502", ""}, {"/sns/jscode2session", `{"errcode":-1}`, ""}, {"/sns/jscode2session", `{"errcode":40125}`, ""},
		{"/wxa/business/getuserphonenumber", `{"errcode":45011}`, li}, {"/wxa/business/getuserphonenumber", "500", li},
	} {
		m.logs.Reset()
		m.wechat.Next(c.path, c.answer)
		_, err := m.enter(canary, c.number)
		e, _ := errors.AsType[*models.Error](err)
		if e == nil || e.Kind != models.Unavailable || e.Code != "auth.wechat_away" || e.Retry != enrolling.WeChatPause || !strings.Contains(m.logs.String(), "WeChat") {
			t.Errorf("%s %s: %v, log %s", c.path, c.answer, err, m.logs)
		}
	}
	if n := m.number(`SELECT used FROM limits WHERE key LIKE 'wechat.address:%'`); n != 0 {
		t.Errorf("%d failures of WeChat count as those of the user", n)
	}
	m.in(canary, "")
}

// silent is WeChat that takes a call and says nothing.
type silent struct {
	enrolling.MiniProgram
	patience time.Duration // of who calls
}

// OpenID waits for its context.
func (s *silent) OpenID(ctx context.Context, _ secret.Text) (secret.Text, error) {
	until, _ := ctx.Deadline()
	s.patience = time.Until(until)
	<-ctx.Done()
	return secret.Text{}, ctx.Err()
}

func TestWeChatThatIsSilent(t *testing.T) {
	m := newMini(t)
	away := &silent{}
	m.MiniProgram = away
	_, err := m.enter(canary, "")
	m.wantCode("no word", err, "auth.wechat_away")
	if away.patience <= 0 || away.patience > 2*time.Second {
		t.Errorf("%v, which leaves nothing of a request's time", away.patience)
	}
}

func TestGuessesOfWeChatCodesAreCounted(t *testing.T) {
	m := newMini(t)
	guess := enrolling.WeChatCodes{Login: secret.NewText("guess")}
	for range 30 {
		_, err := m.ByWeChat(t.Context(), home, guess)
		m.wantCode("a guess", err, "auth.wechat_code")
	}
	asked := m.wechat.Calls("/sns/jscode2session")
	_, err := m.enter(canary, li)
	if e, _ := errors.AsType[*models.Error](err); e == nil || e.Kind != models.TooMany || e.Retry != 15*time.Minute || m.wechat.Calls("/sns/jscode2session") != asked {
		t.Errorf("after many guesses: %v", err)
	}
	m.pass(15 * time.Minute)
	for range 40 {
		m.in(canary, li)
	}
}

// A phone that WeChat has verified takes the OpenID from whoever had it, and the place of the one its holder had.
func TestThePhoneProvesWhoseOpenIDItIs(t *testing.T) {
	m := newMini(t)
	first := m.in(canary, li)
	second := m.in("oOther", wang)
	if again := m.in(canary, ""); again.Person != first.Person {
		t.Error("without a phone the OpenID moved")
	}
	if moved := m.in(canary, wang); moved.Person != second.Person {
		t.Errorf("with the phone of %v came %v", second.Person, moved.Person)
	}
	if m.openID(first.Person) != "" || m.openID(second.Person) != canary {
		t.Errorf("%q and %q", m.openID(first.Person), m.openID(second.Person))
	}
	if again := m.in(canary, ""); again.Person != second.Person {
		t.Error("the OpenID did not move")
	}
	_, err := m.enter("oOther", "")
	m.wantCode("the one that was replaced", err, "auth.phone_needed")
	if m.audited("wechat.unbind", first.Person) != 1 || m.number(`SELECT count(*) FROM audit WHERE action = 'wechat.bind' AND person_id = @id
		AND detail = '{"moved": true}'`, store.Args{"id": second.Person}) != 1 {
		t.Error("the move left no lines")
	}
}

func TestFirstLoginsByWeChatAtOnceMakeOnePerson(t *testing.T) {
	m := newMini(t)
	var all sync.WaitGroup
	people := make([]models.PersonID, 8)
	for i := range people {
		all.Go(func() {
			l, err := m.enter(canary, li)
			if err != nil {
				t.Error(err)
			}
			people[i] = l.Person
		})
	}
	all.Wait()
	if n := m.number(`SELECT count(*) FROM persons`); n != 1 || len(slices.Compact(people)) != 1 {
		t.Errorf("%d persons: %v", n, people)
	}
	if m.audited("wechat.bind", people[0]) != 1 {
		t.Errorf("bound %d times", m.audited("wechat.bind", people[0]))
	}
}

// Two OpenIDs change hands between two people at once, over and over: each login ends well, and each OpenID is one person's.
func TestOpenIDsThatMoveAtOnce(t *testing.T) {
	m := newMini(t)
	m.in("oA", li)
	m.in("oB", wang)
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			if _, err := m.enter([]string{"oA", "oB", "oNew"}[i%3], []string{li, wang}[i/3%2]); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := m.number(`SELECT count(*) FROM persons WHERE openid IS NOT NULL`); n < 1 || n > 2 {
		t.Errorf("%d have an OpenID", n)
	}
}

func TestWeChatOpensNoOffice(t *testing.T) {
	m := newMini(t)
	e := m.staff("li.na", models.CommunityStaff, community)
	index := m.town.Keys.BlindIndex("phone", li)
	m.exec(`UPDATE persons SET phone_index = @index WHERE id = @id`, store.Args{"index": index, "id": e.Person})
	for _, disabled := range []any{nil, m.Now()} {
		m.exec(`UPDATE accounts SET disabled_at = @at WHERE person_id = @id`, store.Args{"at": disabled, "id": e.Person})
		if a := m.in(canary, li); a.Person != e.Person || a.Holds(community, models.CommunityStaff) || !a.Holds(community, models.Resident) {
			t.Errorf("disabled %v: %+v", disabled, a)
		}
	}
}

func TestTheErasedHaveNoOpenID(t *testing.T) {
	m := newMini(t)
	a := m.in(canary, li)
	keeper := &keeping.Service{DB: m.town.Store, Vault: m.town.Vault, Now: m.Now, Random: zeros{}, Blobs: nothing{}}
	raw, err := keeper.Export(t.Context(), a)
	m.must(err)
	if !strings.Contains(string(raw), `"openid": "`+canary+`"`) {
		t.Errorf("the export lacks the OpenID: %s", raw)
	}
	m.must(keeper.Erase(t.Context(), a, a.Person, audit.Asked))
	if m.openID(a.Person) != "" || m.number(`SELECT count(*) FROM persons WHERE openid IS NOT NULL OR openid_index IS NOT NULL`) != 0 {
		t.Error("the OpenID is still there")
	}
	_, err = m.enter(canary, "")
	m.wantCode("after the erasure", err, "auth.phone_needed")
	if b := m.in(canary, li); b.Person == a.Person {
		t.Error("the erased came back")
	}
}

type nothing struct{}

func (nothing) Delete(context.Context, string) error { return nil }

// What is kept and told of a login by WeChat holds neither OpenID nor phone nor the key of WeChat's session.
func TestNothingOfWeChatIsKept(t *testing.T) {
	m := newMini(t)
	m.in(canary, li)
	m.in(canary, wang)
	_, err := m.enter(canary, "+852 91234567")
	m.wantCode("from abroad", err, "input.invalid")
	for _, answer := range []string{`{"openid":"` + canary + `","session_key":"canary-session-key","errcode":-1}`, `{"openid":"` + canary + `","session_key":canary-session-key`} {
		m.wechat.Next("/sns/jscode2session", answer)
		_, err := m.enter(canary, "")
		m.wantCode("away", err, "auth.wechat_away")
		if strings.Contains(fmt.Sprintf("%v %+v", err, err), "anary") {
			t.Errorf("the error tells it: %v", err)
		}
	}
	for _, word := range []string{canary, m.wechat.SessionKey, li, wang} {
		if !strings.Contains(m.logs.String(), "WeChat") || strings.Contains(m.logs.String(), word) {
			t.Errorf("the log: %s", m.logs)
		}
		for _, table := range []string{"persons", "limits", "sessions", "audit", "outbox"} {
			n := m.number(fmt.Sprintf(`SELECT count(*) FROM %s AS r WHERE CAST(r AS text) LIKE '%%%s%%' OR CAST(r AS text) LIKE '%%%x%%'`, table, word, word))
			if n != 0 {
				t.Errorf("%s holds %s", table, word)
			}
		}
	}
}
