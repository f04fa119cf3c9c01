package secret_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"delinli/models/secret"
)

const canary = "张三住幸福里3号楼"

// holder carries a value in every way in which a struct may hold one.
type holder[T any] struct {
	Shown  T
	hidden T
	Many   []T
	Named  map[string]T
	Any    any
}

func hold[T any](v T) holder[T] {
	return holder[T]{Shown: v, hidden: v, Many: []T{v}, Named: map[string]T{"k": v}, Any: v}
}

// writings are v as every common way of making text would write it.
func writings(t *testing.T, v any) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10.3v"} {
		out[verb] = fmt.Sprintf(verb, v)
	}
	out["print"] = fmt.Sprint(v)
	out["error"] = errors.Join(fmt.Errorf("failed: %v", v)).Error()
	encoded, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out["json"] = string(encoded)
	maps.Copy(out, logs(v))
	return out
}

func logs(v any) map[string]string {
	var asJSON, asText bytes.Buffer
	slog.New(slog.NewJSONHandler(&asJSON, nil)).Info("m", "v", v)
	slog.New(slog.NewTextHandler(&asText, nil)).Info("m", "v", v)
	return map[string]string{"slog json": asJSON.String(), "slog text": asText.String()}
}

// shows reports whether the writing gives the plain value away, also as hexadecimal digits.
func shows(writing, plain string) bool {
	return strings.Contains(writing, plain) || strings.Contains(strings.ToLower(writing), hex.EncodeToString([]byte(plain)))
}

func TestNothingWritesThePlainValue(t *testing.T) {
	v := secret.NewText(canary)
	for name, whole := range map[string]any{"value": v, "pointer": &v, "held": hold(v), "held by pointer": new(hold(v))} {
		for how, writing := range writings(t, whole) {
			if shows(writing, canary) {
				t.Errorf("%s by %s gives the value away: %s", name, how, writing)
			}
		}
	}
}

// The control: the same test must find a plain string in every writing that prints strings at all.
func TestTheCanaryIsSeenInPlainStrings(t *testing.T) {
	for how, writing := range writings(t, hold(canary)) {
		if how != "%10.3v" && !shows(writing, canary) {
			t.Errorf("%s hides a plain string, so it proves nothing: %s", how, writing)
		}
	}
}

func TestMaskIsWhatIsWritten(t *testing.T) {
	phone := sure(secret.ParsePhone("13812341234"))
	for how, writing := range map[string]string{"%v": "138****1234", "%s": "138****1234", "%q": `"138****1234"`, "%#v": `"138****1234"`, "%14v": "   138****1234"} {
		if got := fmt.Sprintf(how, phone); got != writing {
			t.Errorf("%s = %s, want %s", how, got, writing)
		}
	}
	if phone.String() != "138****1234" || phone.GoString() != "138****1234" || phone.LogValue().String() != "138****1234" {
		t.Errorf("String, GoString and LogValue give %s, %s, %s", phone.String(), phone.GoString(), phone.LogValue())
	}
	keyed, err := json.Marshal(map[secret.Phone]secret.Phone{phone: phone})
	if err != nil || string(keyed) != `{"138****1234":"138****1234"}` {
		t.Errorf("as key and value: %s, %v", keyed, err)
	}
}

func TestMaskNeverHoldsThePlainValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for kind, v := range map[string]interface{ Plain() string }{"text": drawText(t), "phone": drawPhone(t), "name": drawName(t), "id": drawID(t)} {
			if mask := fmt.Sprint(v); strings.Contains(mask, v.Plain()) {
				t.Fatalf("the mask %q of a %s holds its value %q", mask, kind, v.Plain())
			}
		}
	})
}

func TestReadsPlainAndWritesMask(t *testing.T) {
	var in struct {
		Phone secret.Phone
		Name  secret.Name
		Text  secret.Text
		ID    secret.IDNumber
		Empty secret.Phone
		Null  secret.Name
	}
	err := json.Unmarshal([]byte(`{"Phone":"+86 138 1234 1234","Name":"欧阳修","Text":"头疼","ID":"370799199001010011","Empty":"","Null":null}`), &in)
	if err != nil {
		t.Fatal(err)
	}
	if in.Phone.Plain() != "13812341234" || in.Name.Plain() != "欧阳修" || in.Text.Plain() != "头疼" || in.ID.Plain() != "370799199001010011" {
		t.Errorf("read %q %q %q %q", in.Phone.Plain(), in.Name.Plain(), in.Text.Plain(), in.ID.Plain())
	}
	if !in.Empty.IsZero() || !in.Null.IsZero() {
		t.Error("the empty string and null are values")
	}
	out, err := json.Marshal(in)
	want := `{"Phone":"138****1234","Name":"欧阳**","Text":"***","ID":"370***********0011","Empty":"","Null":""}`
	if err != nil || string(out) != want {
		t.Errorf("wrote %s, %v, want %s", out, err, want)
	}
}

func TestAMaskSentBackIsRefused(t *testing.T) {
	for _, v := range []any{new(secret.Phone), new(secret.Name), new(secret.IDNumber)} {
		for _, mask := range []string{`"138****1234"`, `"张**"`, `"370***********0011"`} {
			if err := json.Unmarshal([]byte(mask), v); err == nil {
				t.Errorf("%T read the mask %s", v, mask)
			}
		}
	}
}

func TestEqualValuesCompareEqual(t *testing.T) {
	if secret.NewText("a"+canary) != secret.NewText("a"+strings.Clone(canary)) || secret.NewText("a") == secret.NewText("b") {
		t.Error("== does not follow the value")
	}
	if secret.NewText("") != (secret.Text{}) || (secret.Text{}).Plain() != "" || (secret.Text{}).Mask() != "" {
		t.Error("the empty string is not the zero value")
	}
}

func TestPlainSecretsAreNeverStored(t *testing.T) {
	if v, err := secret.NewText(canary).Value(); err == nil || v != nil {
		t.Errorf("stored as %v, %v", v, err)
	}
}

func drawText(t *rapid.T) secret.Text {
	return secret.NewText(rapid.StringMatching(`[^*]{1,40}`).Draw(t, "text"))
}

func drawName(t *rapid.T) secret.Name {
	return sure(secret.ParseName(rapid.StringMatching(`(欧阳|张|司马|A)?[\p{Han}a-z]{1,5}`).Draw(t, "name")))
}

func drawPhone(t *rapid.T) secret.Phone {
	return sure(secret.ParsePhone(rapid.StringMatching(`1[3-9]\d{9}|100\d{8}`).Draw(t, "phone")))
}

func drawID(t *rapid.T) secret.IDNumber {
	body := rapid.StringMatching(`370799(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])\d{3}`).Draw(t, "id")
	return sure(secret.ParseIDNumber(body + checkOf(body)))
}

// sure gives the value of a call that cannot fail.
func sure[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}
