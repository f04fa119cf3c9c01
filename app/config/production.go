package config

import (
	"strings"

	"delinli/app/secret"
)

// checkProduction holds the rules that protect real people.
func (c Config) checkProduction(p *problems) {
	if !strings.HasPrefix(c.PublicURL, "https://") {
		p.add("PUBLIC_URL", "is %q: production needs the https address at which people reach the program", c.PublicURL)
	}
	switch c.SMSDriver {
	case SMSFile:
		p.add("SMS_DRIVER", "is file, which sends nothing: production needs http")
	case "":
		p.add("SMS_DRIVER", "is not set: production needs http, with SMS_URL and SMS_SECRET")
	case SMSHTTP:
		if strings.HasPrefix(c.SMSURL, "http://") {
			p.add("SMS_URL", "is not https: login codes would travel in the clear")
		}
	}
	c.checkKeyFile(p)
}

// checkKeyFile refuses a master key that lies with the data it protects, or that others can read.
func (c Config) checkKeyFile(p *problems) {
	if c.SecretKeyFile == "" {
		p.add("SECRET_KEY_FILE", "is not set: production needs the file of the master key, outside DATA_DIR")
		return
	}
	if err := secret.GuardKeyFile(c.SecretKeyFile, c.DataDir); err != nil {
		p.add("SECRET_KEY_FILE", "is refused: %v", err)
	}
}
