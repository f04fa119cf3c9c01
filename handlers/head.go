package handlers

import (
	"bytes"
	"context"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// contentPolicy lets pages load from here alone; pictures may also be made in the page (previews, QR codes).
const contentPolicy = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'"

// head sets the headers that every reply carries.
func (s *Server) head(c *fiber.Ctx) {
	c.Set(fiber.HeaderXRequestID, s.requestID(c))
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, contentPolicy)
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	if s.secure() {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=63072000; includeSubDomains")
	}
	if strings.HasPrefix(c.Path(), Base) {
		c.Set(fiber.HeaderCacheControl, "no-store")
	}
}

// secure reports whether people reach us over https.
func (s *Server) secure() bool { return s.PublicURL.Scheme == "https" }

var requestIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// requestID is the caller's X-Request-Id when it is well formed, else a fresh one; the same for the whole request.
func (s *Server) requestID(c *fiber.Ctx) string {
	if id, ok := c.Locals(requestIDKey{}).(string); ok {
		return id
	}
	id := c.Get(fiber.HeaderXRequestID)
	if !requestIDForm.MatchString(id) {
		id = uuid.Must(uuid.NewV7FromReader(s.Random)).String()
	}
	c.Locals(requestIDKey{}, id)
	return id
}

type (
	requestIDKey struct{}
	callerKey    struct{}
)

// Caller is where a request comes from.
type Caller struct {
	Address   netip.Addr
	Agent     string // what the browser or program calls itself, at most 200 bytes
	RequestID string
}

// CallerOf tells where the request behind ctx comes from; zero outside of a request.
func CallerOf(ctx context.Context) Caller {
	caller, _ := ctx.Value(callerKey{}).(Caller)
	return caller
}

func (s *Server) withCaller(c *fiber.Ctx) context.Context {
	agent := c.Get(fiber.HeaderUserAgent)
	caller := Caller{s.address(c), strings.ToValidUTF8(agent[:min(len(agent), 200)], ""), s.requestID(c)}
	return context.WithValue(c.UserContext(), callerKey{}, caller)
}

// address is the peer's, or, behind trusted proxies, the last address of X-Forwarded-For that is not one of theirs. Some proxies add a
// header of their own behind the one that the client sent, so all of them count, in order (RFC 9110, 5.3).
func (s *Server) address(c *fiber.Ctx) netip.Addr {
	peer, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	peer = peer.Unmap()
	all := bytes.Join(c.Request().Header.PeekAll(fiber.HeaderXForwardedFor), []byte(","))
	hops := strings.Split(string(all), ",")
	for _, hop := range slices.Backward(hops) {
		before, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil || !s.trusts(peer) {
			break
		}
		peer = before.Unmap()
	}
	return peer
}

func (s *Server) trusts(peer netip.Addr) bool {
	return slices.ContainsFunc(s.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(peer) })
}
