package secret

import (
	"crypto/rand"
	"strings"
	"testing"

	"delinli/models/secret"
)

func BenchmarkVault(b *testing.B) {
	v, person := NewVault(ringOf(indexLine+masterLine1), rand.Reader), personOf(2)
	key, at := v.NewDataKey(person), homeOf(person)
	for name, plain := range map[string]string{"phone": "13812341234", "detail": strings.Repeat("门禁坏了", 100)} {
		sealed := sure(v.Seal(key, at, plain))
		b.Run("seal "+name, func(b *testing.B) {
			for b.Loop() {
				sure(v.Seal(key, at, plain))
			}
		})
		b.Run("open "+name, func(b *testing.B) {
			for b.Loop() {
				sure(v.Open(key, at, sealed))
			}
		})
	}
	b.Run("unwrap", func(b *testing.B) {
		for b.Loop() {
			sure(v.unwrap(key, person))
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	ring := ringOf(indexLine + masterLine1)
	b.Run("blind index", func(b *testing.B) {
		for b.Loop() {
			ring.BlindIndex(PhoneIndex, "13812341234")
		}
	})
	b.Run("search tokens", func(b *testing.B) {
		for b.Loop() {
			ring.SearchTokens("三号楼门禁坏了", "昨天晚上开始三号楼二单元的门禁一直打不开，老人出入不方便，请尽快安排人来看一看")
		}
	})
}

func BenchmarkPassword(b *testing.B) {
	p := NewPasswords(rand.Reader)
	kept := sure(p.Hash(b.Context(), secret.NewText("a")))
	for b.Loop() {
		sure(p.Check(b.Context(), kept, secret.NewText("a")))
	}
}
