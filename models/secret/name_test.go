package secret_test

import (
	"strings"
	"testing"

	"delinli/models/secret"
)

func TestNameMask(t *testing.T) {
	for name, want := range map[string]string{
		"张三": "张**", "张三丰": "张**", "欧阳修": "欧阳**", "诸葛孔明": "诸葛**", "欧阳": "欧**", "张": "**",
		"买买提·吐尔逊": "买**", "John Smith": "J**", "𠮷田": "𠮷**",
	} {
		if got := sure(secret.ParseName(name)).Mask(); got != want {
			t.Errorf("%s is shown as %s, want %s", name, got, want)
		}
	}
}

func TestParseName(t *testing.T) {
	for raw, want := range map[string]string{" 张三 ": "张三", "　张三　": "张三", "John \t Smith": "John Smith", strings.Repeat("长", 50): strings.Repeat("长", 50)} {
		if got, err := secret.ParseName(raw); err != nil || got.Plain() != want {
			t.Errorf("ParseName(%q) = %q, %v", raw, got.Plain(), err)
		}
	}
	for raw, code := range map[string]string{
		"": "name.missing", "　 ": "name.missing", strings.Repeat("长", 51): "name.too_long", "张**": "name.malformed",
		"张＊": "name.malformed", "张\x00三": "name.malformed", "张\u202e三": "name.malformed", "张\xff三": "name.malformed",
	} {
		_, err := secret.ParseName(raw)
		wantField(t, err, "name", code)
	}
}

func TestSurname(t *testing.T) {
	for name, want := range map[string]string{"张三": "张", "欧阳修": "欧阳", "张": "", "买买提·吐尔逊": "买"} {
		if got := secret.Surname(sure(secret.ParseName(name))); got != want {
			t.Errorf("%s is called %q, want %q", name, got, want)
		}
	}
	if got := secret.Surname(secret.Name{}); got != "" {
		t.Errorf("nobody is called %q", got)
	}
}
