package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"delinli/models/secret"
)

const canary = "张三住幸福里3号楼"

// record is a row with its secrets as the program holds them, beside the same with plain strings.
type record[T any] struct {
	Name   T
	hidden T
	Row    secret.Sealed
	Key    secret.WrappedKey
	Ring   *Keyring
	vault  *Vault
}

func recordOf[T any](v *Vault, value T) record[T] {
	key := v.NewDataKey(personOf(2))
	return record[T]{value, value, sure(v.Seal(key, homeOf(personOf(2)), canary)), key, v.ring, v}
}

// tellTales are the ways of writing r that give one of the secrets away, plain, in hexadecimal, in decimal bytes or in base64.
func tellTales(r any, secrets ...string) (found []string) {
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "r", r)
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "r", r)
	written := map[string]string{"log": log.String(), "json": string(sure(json.Marshal(r))), "error": errors.Join(fmt.Errorf("at %+v", r)).Error()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		written[verb] = fmt.Sprintf(verb, r)
	}
	for how, text := range written {
		for _, s := range secrets {
			for _, form := range []string{s, hex.EncodeToString([]byte(s)), strings.Trim(fmt.Sprintf("%d", []byte(s)), "[]"), base64.StdEncoding.EncodeToString([]byte(s))} {
				if strings.Contains(text, form) {
					found = append(found, how)
				}
			}
		}
	}
	return found
}

func TestNothingWritesValuesOrKeys(t *testing.T) {
	v := testVault(1)
	key := string(fromHex(strings.Fields(masterLine1)[1]))
	root, index := string(v.ring.newest().root), string(v.ring.index)
	if found := tellTales(recordOf(v, secret.NewText(canary)), canary, key, root, index); found != nil {
		t.Errorf("given away by %q", found)
	}
	if found := tellTales(*v.ring, key, root, index); found != nil {
		t.Errorf("the keys are given away by %q", found)
	}
}

// The control: with a plain string in its place, all nine ways give the value away.
func TestTheCanaryIsSeenInPlainStrings(t *testing.T) {
	if found := tellTales(recordOf(testVault(1), canary), canary); len(found) < 9 {
		t.Errorf("seen only by %q", found)
	}
}

func TestErrorsHoldNoValues(t *testing.T) {
	v, person := testVault(1), personOf(2)
	key, at := v.NewDataKey(person), homeOf(person)
	sealed := sure(v.Seal(key, at, canary))
	at.Row = "elsewhere"
	_, moved := v.Open(key, at, sealed)
	_, erased := v.Seal(secret.WrappedKey{}, at, canary)
	_, wrongKey := v.Seal(v.NewDataKey(personOf(3)), at, canary)
	for _, err := range []error{moved, erased, wrongKey} {
		if err == nil || strings.Contains(fmt.Sprintf("%+v %#v", err, err), canary) {
			t.Errorf("got %v", err)
		}
	}
}
