package order_test

import (
	"strings"
	"testing"

	"delinli/models/order"
)

// TestDanger holds what sounds like danger and what only sounds a little like it.
func TestDanger(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"楼下起火了,快来人", "起火"},
		{"厨房有燃气味,老人昏迷", "燃气味 昏迷"},
		{"他说不想活了,要跳楼", "不想活 跳楼"},
		{"着 火 了", "着火"},
		{"昏、迷", "昏迷"},
		{"想自杀", "自杀"},
		{"燃气灶打不着", ""},
		{"燃气费怎么交", ""},
		{"爷爷中风后走不动", ""},
		{"想要一副老花镜", ""},
		{"过年想要一副火红的对联", ""},
		{"", ""},
	} {
		if got := strings.Join(order.Danger(tt.text), " "); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.text, got, tt.want)
		}
	}
}
