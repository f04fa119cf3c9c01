package config

import (
	"cmp"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"strings"
)

// variable is one variable of the environment, as the tags of its field describe it.
type variable struct {
	index              []int
	name, normal, help string
	secret             string // "all" of it, or the password in its "url"
}

func variables() (list []variable) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		list = append(list, variable{f.Index, f.Tag.Get("env"), f.Tag.Get("envDefault"), f.Tag.Get("help"), f.Tag.Get("secret")})
	}
	return list
}

// variableOf names the variable of a field.
func variableOf(field string) string {
	f, _ := reflect.TypeFor[Config]().FieldByName(field)
	return cmp.Or(f.Tag.Get("env"), field)
}

// Reference is a Markdown table of every variable, its default and its meaning.
func Reference() string {
	var b strings.Builder
	b.WriteString("| variable | default | meaning |\n|---|---|---|\n")
	for _, v := range variables() {
		normal := ""
		if v.normal != "" {
			normal = "`" + v.normal + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", v.name, normal, v.help)
	}
	return b.String()
}

// keywordPassword finds the password in a database address of the other form, host=… password=….
var keywordPassword = regexp.MustCompile(`(?i)password\s*=`)

// show writes a value for people: no secret, and of an address neither the password nor anything that may hide one.
func (v variable) show(value reflect.Value) string {
	text := strings.Trim(fmt.Sprint(value.Interface()), "[]")
	switch {
	case text == "" || v.secret == "":
		return text
	case v.secret == "all":
		return "***"
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" && u.User == nil || keywordPassword.MatchString(text) {
		return "***"
	}
	return u.Redacted()
}
