package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/jackc/pgx/v5/pgconn"
)

// shortestSecret is the number of characters below which a token can be guessed.
const shortestSecret = 16

// problems are gathered, so that all of them can be mended at once.
type problems []string

func (p *problems) add(variable, format string, args ...any) {
	*p = append(*p, variable+" "+fmt.Sprintf(format, args...))
}

func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return fmt.Errorf("the environment is not right:\n  %s\ndelinli config explains every variable", strings.Join(p, "\n  "))
}

// parse takes over what the reader of the variables found, under the names that the user knows.
func (p *problems) parse(err error) {
	all, ok := errors.AsType[env.AggregateError](err)
	if err != nil && !ok {
		p.add("the environment", "cannot be read: %v", err)
	}
	for _, one := range all.Errors {
		if e, ok := errors.AsType[env.ParseError](one); ok {
			p.add(variableOf(e.Name), "cannot be read: %v", e.Err)
		} else {
			p.add("the environment", "cannot be read: %v", one)
		}
	}
}

// check holds the rules of every environment.
func (c Config) check(p *problems) {
	if c.Env != Development && c.Env != Production {
		p.add("APP_ENV", "is %q: set development or production", c.Env)
	}
	if !listens(c.Listen) {
		p.add("LISTEN", "is %q: set an address and a port, such as 127.0.0.1:8080", c.Listen)
	}
	c.checkDatabases(p)
	c.checkChannels(p)
	c.checkMetrics(p)
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || u.Host == "" || strings.Trim(u.Path, "/") != "" || !web(u)) {
		p.add("PUBLIC_URL", "is %q: set what stands before the path, such as https://town.example", c.PublicURL)
	}
}

func (c Config) checkDatabases(p *problems) {
	for _, v := range []struct{ name, url string }{
		{"DATABASE_URL", c.DatabaseURL}, {"DATABASE_OWNER_URL", c.DatabaseOwnerURL}, {"DATABASE_READ_URL", c.DatabaseReadURL},
	} {
		if _, err := pgconn.ParseConfig(v.url); v.url != "" && err != nil {
			p.add(v.name, "cannot be read: set postgres://role:password@host:5432/database")
		} else if v.url != "" && c.DatabaseURL == "" {
			p.add(v.name, "has no meaning without DATABASE_URL: set both, or neither for a private database")
		}
	}
	if c.DatabaseURL != "" && c.DatabaseURL == c.DatabaseOwnerURL {
		p.add("DATABASE_OWNER_URL", "names the same role as DATABASE_URL: the program must not run as the owner; make a second role")
	}
}

func (c Config) checkChannels(p *problems) {
	switch c.SMSDriver {
	case SMSHTTP:
		if u, err := url.Parse(c.SMSURL); err != nil || u.Host == "" || !web(u) {
			p.add("SMS_URL", "is %q: SMS_DRIVER=http needs the https address to post to", c.SMSURL)
		}
		if len(c.SMSSecret) < shortestSecret {
			p.add("SMS_SECRET", "is missing or too short: SMS_DRIVER=http signs with %d characters or more", shortestSecret)
		}
	case SMSFile, "": // production says more about these
	default:
		p.add("SMS_DRIVER", "is %q: set http or file", c.SMSDriver)
	}
	if (c.WeChatAppID == "") != (c.WeChatAppSecret == "") {
		p.add("WECHAT_APP_ID", "and WECHAT_APP_SECRET belong together: set both or neither")
	}
	if c.WeChatTemplate != "" && c.WeChatAppID == "" {
		p.add("WECHAT_TEMPLATE", "has no meaning without WECHAT_APP_ID: set both, or no template")
	}
	if u, err := url.Parse(c.WeChatAPI); err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && (u.Scheme != "http" || c.Production() || !here(u.Hostname())) {
		p.add("WECHAT_API", "is not https: the secret of the mini-program would travel in the clear; development may use http on this machine")
	}
}

func (c Config) checkMetrics(p *problems) {
	if c.MetricsToken != "" && len(c.MetricsToken) < shortestSecret {
		p.add("METRICS_TOKEN", "is too short: set %d characters or more", shortestSecret)
	}
	switch {
	case c.MetricsListen == "":
	case !listens(c.MetricsListen):
		p.add("METRICS_LISTEN", "is %q: set an address and a port, such as 127.0.0.1:9090", c.MetricsListen)
	case c.MetricsListen == c.Listen:
		p.add("METRICS_LISTEN", "is the same as LISTEN: set another port, or leave it empty")
	case !loopback(c.MetricsListen) && c.MetricsToken == "":
		p.add("METRICS_TOKEN", "is not set: metrics that leave this machine need one")
	}
}

func web(u *url.URL) bool { return u.Scheme == "http" || u.Scheme == "https" }

func listens(address string) bool {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}
