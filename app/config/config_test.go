package config_test

import (
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"delinli/app/config"
)

func TestDefaultsOfDevelopment(t *testing.T) {
	c, err := config.Load([]string{"APP_ENV=development", "DATA_DIR=/srv/town", "LISTEN="})
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{Env: "development", DataDir: "/srv/town", Listen: "127.0.0.1:8080", PublicURL: "http://127.0.0.1:8080",
		LogLevel: slog.LevelInfo, SecretKeyFile: "/srv/town/secret.key", SMSDriver: "file", WeChatAPI: "https://api.weixin.qq.com", WeChatField: "thing1"}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("%+v\nwant\n%+v", c, want)
	}
	if c.Production() || !c.Private() || !c.Loopback() {
		t.Errorf("production %v, private %v, loopback %v; want a private town on this machine", c.Production(), c.Private(), c.Loopback())
	}
}

func TestValuesAreTyped(t *testing.T) {
	c, err := config.Load([]string{"APP_ENV=development", "TRUSTED_PROXIES=10.0.0.0/8, 192.168.1.7,::1", "LOG_LEVEL=debug"})
	if err != nil {
		t.Fatal(err)
	}
	proxies := config.Networks{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.168.1.7/32"), netip.MustParsePrefix("::1/128")}
	if !slices.Equal(c.TrustedProxies, proxies) || c.LogLevel != slog.LevelDebug {
		t.Errorf("proxies %v, level %v", c.TrustedProxies, c.LogLevel)
	}
}

// production is an environment without a fault.
func production(t *testing.T) map[string]string {
	t.Helper()
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("key"), 0o600); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"DATA_DIR": t.TempDir(), "PUBLIC_URL": "https://town.example", "SECRET_KEY_FILE": key,
		"SMS_DRIVER": "http", "SMS_URL": "https://sms.example/send", "SMS_SECRET": "0123456789abcdef",
	}
}

func load(vars map[string]string) (config.Config, error) {
	var environ []string
	for name, value := range vars {
		environ = append(environ, name+"="+value)
	}
	return config.Load(environ)
}

func TestProductionIsTheDefault(t *testing.T) {
	c, err := load(production(t))
	if err != nil || !c.Production() {
		t.Errorf("production %v, %v; want a production without a fault", c.Production(), err)
	}
}

// rules are the problems, one at a time.
var rules = []struct {
	name string
	set  map[string]string // on top of a good production
	says string            // one line names the variable and what to do; empty is no problem
}{
	{"environment", map[string]string{"APP_ENV": "staging"}, `APP_ENV is "staging": set development or production`},
	{"listen without port", map[string]string{"LISTEN": "localhost"}, "LISTEN is"},
	{"listen on no port", map[string]string{"LISTEN": ":http-or-so"}, "LISTEN is"},
	{"listen everywhere", map[string]string{"LISTEN": ":8080"}, ""},
	{"log level", map[string]string{"LOG_LEVEL": "loud"}, "LOG_LEVEL cannot be read"},
	{"proxy", map[string]string{"TRUSTED_PROXIES": "10.0.0.1,nginx"}, "TRUSTED_PROXIES cannot be read"},
	{"public http", map[string]string{"PUBLIC_URL": "http://town.example"}, "PUBLIC_URL is"},
	{"public missing", map[string]string{"PUBLIC_URL": ""}, "PUBLIC_URL is"},
	{"public with path", map[string]string{"PUBLIC_URL": "https://town.example/app"}, "PUBLIC_URL is"},
	{"public with slash", map[string]string{"PUBLIC_URL": "https://town.example/"}, ""},
	{"key missing", map[string]string{"SECRET_KEY_FILE": ""}, "SECRET_KEY_FILE is not set"},
	{"key gone", map[string]string{"SECRET_KEY_FILE": "/nowhere/key"}, "SECRET_KEY_FILE is refused"},
	{"sms missing", map[string]string{"SMS_DRIVER": ""}, "SMS_DRIVER is not set"},
	{"sms to a file", map[string]string{"SMS_DRIVER": "file"}, "SMS_DRIVER is file, which sends nothing"},
	{"sms by pigeon", map[string]string{"SMS_DRIVER": "pigeon"}, `SMS_DRIVER is "pigeon"`},
	{"sms without address", map[string]string{"SMS_URL": ""}, "SMS_URL is"},
	{"sms in the clear", map[string]string{"SMS_URL": "http://sms.example"}, "SMS_URL is not https"},
	{"sms without secret", map[string]string{"SMS_SECRET": "short"}, "SMS_SECRET is missing or too short"},
	{"half of WeChat", map[string]string{"WECHAT_APP_ID": "wx1"}, "WECHAT_APP_ID and WECHAT_APP_SECRET belong together"},
	{"WeChat", map[string]string{"WECHAT_APP_ID": "wx1", "WECHAT_APP_SECRET": "s", "WECHAT_TEMPLATE": "T1"}, ""},
	{"messages without WeChat", map[string]string{"WECHAT_TEMPLATE": "T1"}, "WECHAT_TEMPLATE has no meaning"},
	{"WeChat in the clear", map[string]string{"WECHAT_API": "http://api.weixin.example"}, "WECHAT_API is not https"},
	{"WeChat on this machine", map[string]string{"WECHAT_API": "http://127.0.0.1:8099"}, "WECHAT_API is not https"},
	{"WeChat nowhere", map[string]string{"WECHAT_API": "api.weixin.qq.com"}, "WECHAT_API is not https"},
	{"WeChat with a password", map[string]string{"WECHAT_API": "https://me:pw@api.weixin.example"}, "WECHAT_API is not https"},
	{"token too short", map[string]string{"METRICS_TOKEN": "short"}, "METRICS_TOKEN is too short"},
	{"metrics in the open", map[string]string{"METRICS_LISTEN": ":9090"}, "METRICS_TOKEN is not set"},
	{"metrics with a token", map[string]string{"METRICS_LISTEN": ":9090", "METRICS_TOKEN": "0123456789abcdef"}, ""},
	{"metrics here", map[string]string{"METRICS_LISTEN": "[::1]:9090"}, ""},
	{"metrics nowhere", map[string]string{"METRICS_LISTEN": "9090"}, "METRICS_LISTEN is"},
	{"metrics on the API's port", map[string]string{"METRICS_LISTEN": "127.0.0.1:8080"}, "METRICS_LISTEN is the same as LISTEN"},
	{"database", map[string]string{"DATABASE_URL": "postgres://app:pw@db/town", "DATABASE_OWNER_URL": "postgres://own:pw@db/town"}, ""},
	{"database by keywords", map[string]string{"DATABASE_URL": "host=db user=app password=pw dbname=town"}, ""},
	{"no database", map[string]string{"DATABASE_URL": "postgres://app:pw@db:port/town"}, "DATABASE_URL cannot be read"},
	{"owner alone", map[string]string{"DATABASE_OWNER_URL": "postgres://own:pw@db/town"}, "DATABASE_OWNER_URL has no meaning"},
	{"reader alone", map[string]string{"DATABASE_READ_URL": "postgres://own:pw@db/town"}, "DATABASE_READ_URL has no meaning"},
	{"running as the owner", map[string]string{"DATABASE_URL": "postgres://own:pw@db/town", "DATABASE_OWNER_URL": "postgres://own:pw@db/town"},
		"DATABASE_OWNER_URL names the same role"},
}

func TestRules(t *testing.T) {
	for _, tt := range rules {
		t.Run(tt.name, func(t *testing.T) {
			vars := production(t)
			for name, value := range tt.set {
				vars[name] = value
			}
			_, err := load(vars)
			switch {
			case tt.says == "" && err != nil:
				t.Errorf("%v; want no problem", err)
			case tt.says != "" && (err == nil || !strings.Contains(err.Error(), "\n  "+tt.says)):
				t.Errorf("%v; want a line that begins with %q", err, tt.says)
			case err != nil && strings.Count(err.Error(), "\n") != 2:
				t.Errorf("%v; want one problem alone", err)
			}
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, err := config.Load([]string{"LISTEN=x", "LOG_LEVEL=loud", "TRUSTED_PROXIES=?", "METRICS_TOKEN=1", "DATABASE_OWNER_URL=postgres://o@h/d"})
	if err == nil {
		t.Fatal("no problem; want many")
	}
	for _, name := range []string{"LISTEN", "LOG_LEVEL", "TRUSTED_PROXIES", "METRICS_TOKEN", "DATABASE_OWNER_URL", "PUBLIC_URL", "SECRET_KEY_FILE", "SMS_DRIVER"} {
		if !strings.Contains(err.Error(), "\n  "+name+" ") {
			t.Errorf("%v\nsays nothing of %s", err, name)
		}
	}
}

func TestKeyFile(t *testing.T) {
	vars := production(t)
	inside := filepath.Join(vars["DATA_DIR"], "key")
	if err := os.WriteFile(inside, []byte("key"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(inside, link); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{inside, link, vars["DATA_DIR"]} {
		vars["SECRET_KEY_FILE"] = file
		if _, err := load(vars); err == nil || !strings.Contains(err.Error(), "SECRET_KEY_FILE is refused") {
			t.Errorf("%v for %s; want it refused, since it lies in DATA_DIR", err, file)
		}
	}
	open := production(t)
	if err := os.Chmod(open["SECRET_KEY_FILE"], 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := load(open); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("%v; want a file that the group reads refused", err)
	}
}

func TestLoopback(t *testing.T) {
	for listen, want := range map[string]bool{"127.0.0.1:80": true, "localhost:80": true, "[::1]:80": true, ":80": false, "0.0.0.0:80": false, "town:80": false, "x": false} {
		if got := (config.Config{Listen: listen}).Loopback(); got != want {
			t.Errorf("Loopback of %s = %v", listen, got)
		}
	}
}

// A stand-in for WeChat is heard in development alone, and nowhere but here.
func TestWeChatOfDevelopment(t *testing.T) {
	for api, want := range map[string]bool{"http://127.0.0.1:8099": true, "http://[::1]:8099": true, "http://localhost:8099": true,
		"https://api.weixin.example": true, "http://192.0.2.1:8099": false, "http://127.0.0.1.example": false, "ftp://127.0.0.1": false} {
		_, err := config.Load([]string{"APP_ENV=development", "WECHAT_API=" + api})
		if (err == nil) != want {
			t.Errorf("%s: %v", api, err)
		}
	}
}

func TestSecretsStayHidden(t *testing.T) {
	const canary = "canary-of-16-characters"
	vars := production(t)
	vars["SMS_SECRET"], vars["METRICS_TOKEN"] = canary, canary
	vars["WECHAT_APP_ID"], vars["WECHAT_APP_SECRET"] = "wx1", canary
	vars["DATABASE_URL"] = "postgres://app:" + canary + "@db.example/town"
	vars["DATABASE_OWNER_URL"] = "host=db.example user=owner password=" + canary
	vars["DATABASE_READ_URL"] = "postgres://db.example/town?user=app&password=" + canary
	c, err := load(vars)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", c)
	for _, shown := range []string{c.String(), fmt.Sprintf("%v %+v %#v %s", c, c, c, c), log.String()} {
		if strings.Contains(shown, canary) {
			t.Errorf("a secret is shown:\n%s", shown)
		}
		if !strings.Contains(shown, "db.example") || !strings.Contains(shown, "SMS_SECRET=***") {
			t.Errorf("what may be seen is hidden:\n%s", shown)
		}
	}
	vars["DATABASE_URL"], vars["LISTEN"], vars["SMS_SECRET"] = "postgres://app:"+canary+"@db:x/town", "", "short-canary"
	if _, err := load(vars); err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("a problem shows a secret: %v", err)
	}
}

func TestReference(t *testing.T) {
	reference := config.Reference()
	for _, line := range []string{
		"| `APP_ENV` | `production` | development or production |\n",
		"| `DATABASE_URL` |  | PostgreSQL, as the application role; empty starts a private one in DATA_DIR |\n",
	} {
		if !strings.Contains(reference, line) {
			t.Errorf("%s\nlacks %s", reference, line)
		}
	}
	for f := range reflect.TypeFor[config.Config]().NumField() {
		field := reflect.TypeFor[config.Config]().Field(f)
		if field.Tag.Get("env") == "" || field.Tag.Get("help") == "" {
			t.Errorf("%s has no name or no meaning", field.Name)
		}
	}
}
