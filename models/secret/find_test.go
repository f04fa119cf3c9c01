package secret_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"delinli/models/secret"
)

func TestFindPersonal(t *testing.T) {
	for text, want := range map[string][]string{
		"请联系13812341234，谢谢":           {"13812341234"},
		"微信13812341234abc":            {"13812341234"},
		"电话+86 138 1234 1234 或晚上":     {"+86 138 1234 1234"},
		"13812341234 13912341234":     {"13812341234", "13912341234"},
		"１３８－１２３４－１２３４":               {"１３８－１２３４－１２３４"},
		"幺三八一二三四一二三四找我":               {"幺三八一二三四一二三四"},
		"1 3 8 1 2 3 4 1 2 3 4":       {"1 3 8 1 2 3 4 1 2 3 4"},
		"演示10012341234":               {"10012341234"},
		"座机0536-2345678":              {"0536-2345678"},
		"电话2341234或83412345":          {"2341234", "83412345"},
		"订于20261126开会":                nil,
		"身份证11010519491231002x，":      {"11010519491231002x"},
		"老证110105491231002":           {"110105491231002"},
		"3号楼2单元501漏水":                 {"3号楼2单元501"},
		"三号楼二单元五零一室漏水":                {"三号楼二单元五零一室"},
		"十二号楼2单元5楼东户":                 {"十二号楼2单元5楼东户"},
		"２单元５０１":                      {"２单元５０１"},
		"在501室修灯":                     {"501室"},
		"A座1201号房":                    {"A座1201号房"},
		"3号楼501的老人":                   {"3号楼501"},
		"住3-2-501。":                   {"3-2-501"},
		"幸福村12号有人摔倒":                  {"幸福村12号"[6:]},
		"12栋东户":                       {"12栋东户"},
		"3号楼2单元501，电话13812341234":     {"3号楼2单元501", "13812341234"},
		"单元":                          nil,
		"":                            nil,
		"3号楼电梯坏了":                     nil,
		"2026-11-22 18:00 广场舞":        nil,
		"订单3707990010012026112200001": nil,
		"拨打12345热线":                   nil,
		"300户居民停水三天":                  nil,
		"三室一厅":                        nil,
		"需要120元":                      nil,
		"138123412345":                nil,
	} {
		if got := secret.FindPersonal(text); !slices.Equal(got, want) {
			t.Errorf("in %q found %q, want %q", text, got, want)
		}
	}
}

func TestRedact(t *testing.T) {
	for text, want := range map[string]string{
		"请到3号楼2单元501，电话13812341234。": "请到***，电话***。",
		"修灯":               "修灯",
		"501室和502室都漏":      "***和***都漏",
		"138123412341234室": "******", // what is left of the first number is one too
	} {
		if got := secret.Redact(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestRedactName(t *testing.T) {
	known, err := secret.ParseName("李建国")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"帮李建国买药，电话13812341234": "帮李**买药，电话***", "李建国和李建国": "李**和李**", "帮邻居买药": "帮邻居买药", "": ""} {
		if got := secret.RedactName(text, known); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if got := secret.RedactName("帮李建国", secret.Name{}); got != "帮李建国" {
		t.Errorf("without a name: %q", got)
	}
	if one, err := secret.ParseName("李"); err != nil || secret.RedactName("李子熟了", one) != "李子熟了" {
		t.Errorf("a name of one character masks words (%v)", err)
	}
}

func TestNothingIsFoundInRedactedText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([138０一]{1,7}|号楼|单元|室|东户|村|-| |\+86|13812341234|370799199001010011|501室|x){0,12}`).Draw(t, "text")
		if left := secret.FindPersonal(secret.Redact(text)); left != nil {
			t.Fatalf("%q became %q, which holds %q", text, secret.Redact(text), left)
		}
	})
}

func TestAPlantedPhoneIsAlwaysFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phone := drawPhone(t).Plain()
		words := rapid.StringMatching(`[\p{Han}，。！]{0,8}`)
		text := words.Draw(t, "before") + "，" + phone + "，" + words.Draw(t, "after")
		if strings.Contains(secret.Redact(text), phone) {
			t.Fatalf("%q kept the number", text)
		}
	})
}
