package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"delinli/models"
)

// Sessions tells who holds a token. An unknown, ended or idle one is Unauthentic.
type Sessions interface {
	Resolve(ctx context.Context, token string, now time.Time) (models.Actor, error)
}

// SessionCookie is implemented by the output of routes that log in or out: the browser keeps token until then; an empty token
// makes it forget.
type SessionCookie interface {
	SessionCookie() (token string, until time.Time)
}

// actor finds out who is asking. Nobody is a visitor, but a token that is not good is refused even at public doors; a browser is
// told to forget it, or it could never log in again.
func (s *Server) actor(ctx context.Context, c *fiber.Ctx) (models.Actor, error) {
	token, fromCookie := s.token(c)
	if token == "" {
		return models.Actor{}, nil
	}
	a, err := s.Sessions.Resolve(ctx, token, s.Now())
	if models.KindOf(err) == models.Unauthentic && fromCookie {
		s.setCookie(c, "", time.Time{})
	}
	return a, err
}

// token reads the bearer token, or the cookie where there is none.
func (s *Server) token(c *fiber.Ctx) (token string, fromCookie bool) {
	if given := c.Get(fiber.HeaderAuthorization); given != "" {
		scheme, token, _ := strings.Cut(given, " ")
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			return "-", false // something that is no token of ours must not pass for a visitor
		}
		return token, false
	}
	token = c.Cookies(s.cookieName())
	return token, token != ""
}

// cookieName carries the __Host- prefix where browsers allow it: on https, for this host alone, for every path.
func (s *Server) cookieName() string {
	if s.secure() {
		return "__Host-delinli"
	}
	return "delinli"
}

func (s *Server) setCookie(c *fiber.Ctx, token string, until time.Time) {
	cookie := &fiber.Cookie{Name: s.cookieName(), Value: token, Path: "/", HTTPOnly: true, Secure: s.secure(),
		SameSite: fiber.CookieSameSiteLaxMode, Expires: until}
	if token == "" {
		cookie.Expires = time.Unix(1, 0)
	}
	c.Cookie(cookie)
}

// checkOrigin refuses writes that a foreign page makes a browser send. Programs with a bearer token are no browsers; a browser's
// write with our cookie must say where it comes from.
func (s *Server) checkOrigin(c *fiber.Ctx) error {
	if c.Method() == http.MethodGet || c.Method() == http.MethodHead || c.Get(fiber.HeaderAuthorization) != "" {
		return nil
	}
	origin, site := c.Get(fiber.HeaderOrigin), c.Get("Sec-Fetch-Site")
	_, withCookie := s.token(c)
	switch {
	case origin != "" && s.ours(origin, c.Get(fiber.HeaderHost)):
		return nil
	case origin == "" && (site == "same-origin" || site == "" && !withCookie):
		return nil
	}
	return models.Fault(models.Forbidden, "request.origin")
}

// ours reports whether a page of the origin is one of our own. On http, in development, any name of this host will do.
func (s *Server) ours(origin, host string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	return u.Scheme == s.PublicURL.Scheme && u.Host == s.PublicURL.Host || !s.secure() && u.Scheme == "http" && u.Host == host
}
