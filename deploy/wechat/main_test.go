package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"delinli/app/channel"
	"delinli/models/secret"
)

func TestMadeUpCodes(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	said, out := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, "127.0.0.1:0", out) }()
	lines := bufio.NewScanner(said)
	if !lines.Scan() {
		t.Fatal("it does not say where it listens")
	}
	w, err := channel.NewWeChat(channel.WeChatOptions{API: lines.Text(), AppID: "wx-any", Secret: "any", Template: "T", Field: "thing1", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if id, err := w.OpenID(ctx, secret.NewText("code-7")); err != nil || id.Plain() != "openid-7" {
			t.Errorf("%v", err)
		}
		if phone, err := w.Phone(ctx, secret.NewText("phone-13812345678")); err != nil || phone.Plain() != "13812345678" {
			t.Errorf("%v", err)
		}
	}
	if _, err := w.OpenID(ctx, secret.NewText("something")); !errors.Is(err, channel.ErrCode) {
		t.Errorf("another code: %v", err)
	}
	if err := w.Send(ctx, channel.Message{OpenID: secret.NewText("openid-7"), Text: "x"}); err != nil {
		t.Error(err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestItListensOnThisMachineAlone(t *testing.T) {
	for _, listen := range []string{":8099", "0.0.0.0:8099", "192.0.2.1:8099", "8099", "example.test:80"} {
		if err := serve(t.Context(), listen, io.Discard); err == nil || !strings.Contains(err.Error(), "this machine alone") {
			t.Errorf("%s: %v", listen, err)
		}
	}
}
