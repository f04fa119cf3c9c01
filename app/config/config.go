// Package config reads the environment of the program: every variable, its default, its meaning and its rules.
package config

import (
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Config is the environment, read and checked. Its fields are in the order in which the reference lists them; a secret
// never appears in what String or a log shows.
type Config struct {
	Env              string     `env:"APP_ENV" envDefault:"production" help:"development or production"`
	DataDir          string     `env:"DATA_DIR" envDefault:"./data" help:"uploads, the outbox of development and the private database"`
	Listen           string     `env:"LISTEN" envDefault:"127.0.0.1:8080" help:"address and port of the API and the apps"`
	PublicURL        string     `env:"PUBLIC_URL" help:"where people reach the program; https and required in production, else http:// and LISTEN"`
	TrustedProxies   Networks   `env:"TRUSTED_PROXIES" help:"addresses or networks, by commas, whose X-Forwarded-For is believed"`
	LogLevel         slog.Level `env:"LOG_LEVEL" envDefault:"info" help:"debug, info, warn or error"`
	DatabaseURL      string     `env:"DATABASE_URL" secret:"url" help:"PostgreSQL, as the application role; empty starts a private one in DATA_DIR"`
	DatabaseOwnerURL string     `env:"DATABASE_OWNER_URL" secret:"url" help:"the same database as its owner, for migrations only; empty leaves them to delinli migrate"`
	DatabaseReadURL  string     `env:"DATABASE_READ_URL" secret:"url" help:"a standby for reports; empty reads from DATABASE_URL"`
	SecretKeyFile    string     `env:"SECRET_KEY_FILE" help:"the master key; required in production, 0600 and outside DATA_DIR; else made in DATA_DIR"`
	SMSDriver        string     `env:"SMS_DRIVER" help:"http (a signed webhook) or file (DATA_DIR/outbox/sms.jsonl); http is required in production, else file"`
	SMSURL           string     `env:"SMS_URL" help:"where SMS_DRIVER=http posts; https in production"`
	SMSSecret        string     `env:"SMS_SECRET" secret:"all" help:"signs what SMS_DRIVER=http posts; 16 characters or more"`
	WeChatAppID      string     `env:"WECHAT_APP_ID" help:"the mini-program; empty turns WeChat off"`
	WeChatAppSecret  string     `env:"WECHAT_APP_SECRET" secret:"all" help:"belongs to WECHAT_APP_ID"`
	WeChatAPI        string     `env:"WECHAT_API" envDefault:"https://api.weixin.qq.com" help:"where WeChat answers; http only in development and on this machine"`
	WeChatTemplate   string     `env:"WECHAT_TEMPLATE" help:"the subscription message that tells of news; empty sends none by WeChat"`
	WeChatField      string     `env:"WECHAT_TEMPLATE_FIELD" envDefault:"thing1" help:"the field of WECHAT_TEMPLATE that holds the text"`
	MetricsToken     string     `env:"METRICS_TOKEN" secret:"all" help:"a bearer token for /metrics; 16 characters or more; empty closes /metrics on LISTEN in production"`
	MetricsListen    string     `env:"METRICS_LISTEN" help:"a listener for /metrics alone; off loopback it needs METRICS_TOKEN"`
}

// Load reads the variables (as os.Environ gives them) and checks them by the rules of their environment. The error names
// every problem at once, a line each, with what to do.
func Load(environ []string) (Config, error) {
	var c Config
	var found problems
	known := env.ToMap(environ)
	maps.DeleteFunc(known, func(_, value string) bool { return strings.TrimSpace(value) == "" }) // empty is not set
	found.parse(env.ParseWithOptions(&c, env.Options{Environment: known}))
	c.fill()
	c.check(&found)
	if c.Production() {
		c.checkProduction(&found)
	}
	return c, found.err()
}

// Networks are addresses, each alone or with those beside it.
type Networks []netip.Prefix

// UnmarshalText reads networks (10.0.0.0/8) and single addresses, by commas.
func (n *Networks) UnmarshalText(text []byte) error {
	*n = nil
	for word := range strings.SplitSeq(string(text), ",") {
		word = strings.TrimSpace(word)
		if addr, err := netip.ParseAddr(word); err == nil {
			word = netip.PrefixFrom(addr, addr.BitLen()).String()
		}
		network, err := netip.ParsePrefix(word)
		if err != nil {
			return fmt.Errorf("%q is neither an address nor a network", word)
		}
		*n = append(*n, network)
	}
	return nil
}

// fill sets what defaults to something that depends on other variables.
func (c *Config) fill() {
	if c.Production() {
		return
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://" + c.Listen
	}
	if c.SecretKeyFile == "" {
		c.SecretKeyFile = filepath.Join(c.DataDir, "secret.key")
	}
	if c.SMSDriver == "" {
		c.SMSDriver = SMSFile
	}
}

// The environments and the ways to send an SMS.
const (
	Development = "development"
	Production  = "production"
	SMSFile     = "file"
	SMSHTTP     = "http"
)

// Production reports whether real people depend on this program: whatever is not development is.
func (c Config) Production() bool { return c.Env != Development }

// Private reports whether the program brings its own database.
func (c Config) Private() bool { return c.DatabaseURL == "" }

// Loopback reports whether only this machine reaches the program; demo people are refused elsewhere.
func (c Config) Loopback() bool { return loopback(c.Listen) }

func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	return err == nil && here(host)
}

// here reports whether a host is this machine alone.
func here(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// String lists the variables and their values, a line each; secrets are masked.
func (c Config) String() string {
	var b strings.Builder
	for _, v := range variables() {
		fmt.Fprintf(&b, "%s=%s\n", v.name, v.show(reflect.ValueOf(c).FieldByIndex(v.index)))
	}
	return b.String()
}

// GoString is String, so that no verb of fmt shows a secret.
func (c Config) GoString() string { return c.String() }

// LogValue is String for the log.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }
