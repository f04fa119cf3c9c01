package handlers_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"time"

	"delinli/handlers"
	"delinli/handlers/conform"
	"delinli/models"
)

// nobodyKnown knows no session.
type nobodyKnown struct{}

// Resolve finds nobody.
func (nobodyKnown) Resolve(context.Context, string, time.Time) (models.Actor, error) {
	return models.Actor{}, models.Fault(models.Unauthentic, "session.ended")
}

func TestSite(t *testing.T) {
	for want, site := range map[string]handlers.Site{
		`{"wechat_login":false,"wechat_templates":[],"days_behind":0}`:    {},
		`{"wechat_login":true,"wechat_templates":[],"days_behind":0}`:     {WeChatLogin: true},
		`{"wechat_login":true,"wechat_templates":["T1"],"days_behind":0}`: {WeChatLogin: true, WeChatTemplates: []string{"T1"}},
		`{"wechat_login":false,"wechat_templates":[],"days_behind":834}`:  {DaysBehind: 834},
	} {
		routes := handlers.Join(site)
		s, err := handlers.New(handlers.Options{Routes: routes, Sessions: nobodyKnown{}, Now: time.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler),
			PublicURL: &url.URL{Scheme: "http", Host: "delinli.test"}, Ready: func(context.Context) map[string]error { return nil }})
		if err != nil {
			t.Fatal(err)
		}
		client := conform.New(t, handlers.Document(routes), "http://delinli.test", func(q *http.Request) (*http.Response, error) { return s.App.Test(q, 10_000) })
		if r := client.Do("GET", "/api/v1/site", nil).Want(200); string(r.Body) != want {
			t.Errorf("%s, want %s", r.Body, want)
		}
		client.Do("GET", "/api/v1/site?templates=1", nil).Want(422)
		client.Do("POST", "/api/v1/site", nil).Want(405)
	}
}
