#!/usr/bin/env bash
# Plays the whole loop against a running `make run`, with curl alone: a resident places a wish, staff publish it, a volunteer claims it, shows
# the resident's code at the door, serves and finishes, the resident rates it. Prints each state.
set -euo pipefail
url=${1:-http://127.0.0.1:8080}
data=${DATA_DIR:-./data}
api=$url/api/v1

# field NAME reads one text field of the JSON on standard input.
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" | head -n 1; }

# login_of ROLE FIELD reads the first demo login of a role.
login_of() { tr -d '\n' <"$data/demo-logins.json" | tr '{' '\n' | grep "\"role\": \"$1\"" | head -n 1 | sed -n "s/.*\"$2\": \"\([^\"]*\)\".*/\1/p"; }

# send PATH BODY [HEADER] calls the API and fails loudly on anything but success.
send() {
	local out
	out=$(curl -sS -X POST "$api$1" -H 'Content-Type: application/json' ${3:+-H "$3"} -H "Idempotency-Key: loop-$$-$RANDOM$RANDOM" -d "$2" -w '\n%{http_code}')
	if [ "${out##*$'\n'}" -ge 300 ]; then
		echo "POST $1: $out" >&2
		return 1
	fi
	echo "${out%$'\n'*}"
}

# post TOKEN PATH BODY calls the API in somebody's name.
post() { send "$2" "$3" "Authorization: Bearer $1"; }

# codes PHONE lists the codes that development wrote into a file instead of sending them.
codes() { grep "\"$1\"" "$data/outbox/sms.jsonl" 2>/dev/null | grep '"code":"[0-9]' || true; }

# by_phone ROLE logs in by phone and the code that comes.
by_phone() {
	local phone before challenge
	phone=$(login_of "$1" phone)
	before=$(codes "$phone" | wc -l)
	challenge=$(send /auth/codes "{\"phone\":\"$phone\"}" | field challenge)
	for _ in $(seq 50); do
		[ "$(codes "$phone" | wc -l)" -gt "$before" ] && break
		sleep 0.1
	done
	send /auth/sessions "{\"phone\":\"$phone\",\"code\":\"$(codes "$phone" | tail -n 1 | field code)\",\"challenge\":\"$challenge\"}" | field token
}

# totp SECRET computes the code of this half minute (RFC 6238).
totp() {
	local key hash offset
	key=$(printf '%s' "$1" | base32 -d | od -An -tx1 | tr -d ' \n')
	hash=$(printf '%016x' $(($(date +%s) / 30)) | sed 's/../\\x&/g' | xargs -0 printf '%b' |
		openssl dgst -sha1 -mac HMAC -macopt "hexkey:$key" | sed 's/.* //')
	offset=$((0x${hash:39:1} * 2))
	printf '%06d' $(((0x${hash:offset:8} & 0x7fffffff) % 1000000))
}

# by_password ROLE logs in with login, password and second factor, whose code counts once: a second run waits for the next half minute.
by_password() {
	send /auth/sessions "{\"login\":\"$(login_of "$1" login)\",\"password\":\"$(login_of "$1" password)\",\"totp\":\"$(totp "$(login_of "$1" totp_secret)")\"}" | field token
}

resident=$(by_phone resident)
volunteer=$(by_phone volunteer)
staff=$(by_password community_staff)

order=$(post "$resident" /orders '{"kind":"wish","area_code":"370785001001001","title":"想要一副老花镜","detail":"左眼花得厉害"}')
id=$(field id <<<"$order")
echo "placed      $(field state <<<"$order")  $(field number <<<"$order")"
echo "published   $(post "$staff" "/orders/$id/publish" '{"public_title":"一位老人想要一副老花镜"}' | field state)"
echo "claimed     $(post "$volunteer" "/orders/$id/claim" '{}' | field state)"
code=$(curl -sS "$api/orders/$id" -H "Authorization: Bearer $resident" | field sign_in_code)
echo "signed in   $(post "$volunteer" "/orders/$id/sign-in" "{\"code\":\"$code\"}" | field state)"
echo "finished    $(post "$volunteer" "/orders/$id/finish" '{"result":"已送到,老人很满意"}' | field state)"
echo "rated       $(post "$resident" "/orders/$id/rate" '{"solved":true,"stars":5,"tags":["准时"],"comment":"谢谢"}' | field state)"
