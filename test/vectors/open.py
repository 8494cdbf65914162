"""An opener of Mitos requests, cases, referrals and audits that shares no code with the project: Python and PyNaCl (libsodium), after docs/protocol.md.

Usage: python3 open.py VECTORS.json — opens every good request, refuses every bad one, judges the work in every id, derives
what passkeys give and opens blobs with it; prints how many of each.
"""
import base64, hashlib, json, sys
from hashlib import blake2b
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.signing import VerifyKey

HEADER, PADDED, BODY = 41, 8192, 8281


class Refused(Exception):
    pass


def need(holds, code):
    if not holds:
        raise Refused(code)


def unbase64(text, length):
    """Strict base64url: what does not come out the same when written again is refused."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, TypeError):
        raise Refused("base64")
    need(base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == text and len(raw) == length, "base64")
    return raw


def read_json(raw):
    """JSON with one spelling: written again it must be the same bytes."""
    try:
        text = raw.decode("utf-8")
        value = json.loads(text)
        again = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except (ValueError, RecursionError):
        raise Refused("open-json")
    need(again == raw and isinstance(value, dict), "open-json")
    return value


def key_id(public_key):
    return blake2b(b"mitos/key/v1\n" + public_key, digest_size=32).digest()[:8]


def has_work(key_id, request_id):
    return blake2b(b"mitos/grind/v1\n" + key_id + request_id, digest_size=32).digest()[:2] == b"\0\0"


def open_request(body, secret, network, ngo):
    private = PrivateKey(secret)
    own = bytes(private.public_key)
    need(len(body) == BODY, "open-length")
    need(body[0] == 1, "open-version")
    header = body[:HEADER]
    need(header[17:25] == key_id(own), "open-wrong-key")
    try:
        plain = SealedBox(private).decrypt(body[HEADER:])
    except CryptoError:
        raise Refused("open-damaged")
    unpadded = plain.rstrip(b"\0")
    need(len(plain) == PADDED and unpadded.endswith(b"\x80"), "open-padding")
    signature, raw = unpadded[:64], unpadded[64:-1]
    fields = read_json(raw)
    try:
        author = unbase64(fields.get("author", ""), 32)
    except Refused:
        raise Refused("open-author")
    try:
        VerifyKey(author).verify(b"mitos/request/v1\n" + header + raw, signature)
    except (BadSignatureError, CryptoError, ValueError):
        raise Refused("open-signature")
    need(fields["type"] == "request", "open-type")
    need(fields["network"] == network, "open-network")
    need(fields["ngo"] == ngo, "open-ngo")
    need(fields["key"] == base64.urlsafe_b64encode(own).rstrip(b"=").decode(), "open-key")
    need(fields["kind"] in ("request", "follow-up", "withdraw"), "open-kind")
    return raw.decode()


def unpad(plain):
    unpadded = plain.rstrip(b"\0")
    need(unpadded.endswith(b"\x80"), "open-padding")
    return unpadded[:-1]


def read_signed(message, context, of, members):
    """signature ‖ json, by the member that the json names."""
    signature, raw = message[:64], message[64:]
    fields = read_json(raw)
    sign = members.get(fields.get("by"))
    need(sign, "open-author")
    try:
        VerifyKey(unbase64(sign, 32)).verify(context + raw, signature)
    except (BadSignatureError, CryptoError, ValueError):
        raise Refused("open-signature")
    for name, wanted in of:
        need(fields.get(name) == wanted, "open-" + name)
    need(fields.get("v") == 1, "open-json")
    return fields


def is_key(value):
    try:
        return isinstance(value, str) and len(unbase64(value, 32)) == 32
    except Refused:
        return False


def open_case_key(vector, of, members):
    record = base64.urlsafe_b64decode(vector["record"] + "=" * (-len(vector["record"]) % 4))
    need(len(record) == 560, "open-length")
    try:
        plain = SealedBox(PrivateKey(unbase64(vector["secret"], 32))).decrypt(record)
    except CryptoError:
        raise Refused("open-damaged")
    names = [("type", "case-key")] + [(name, of[name]) for name in ("network", "ngo", "case")]
    fields = read_signed(unpad(plain), b"mitos/case-key/v1\n", names, members)
    need(is_key(fields.get("key")), "open-json")
    return fields["key"]


def open_case_event(vector, of, key, members):
    event = base64.urlsafe_b64decode(vector["event"] + "=" * (-len(vector["event"]) % 4))
    blocks, rest = divmod(len(event) - 40, 1024)
    need(rest == 0 and 1 <= blocks <= 16, "open-length")
    around = b"mitos/case/v1\n" + unbase64(of["case"], 16) + vector["seq"].to_bytes(4, "big") + unbase64(vector["prev"], 32)
    try:
        plain = crypto_aead_xchacha20poly1305_ietf_decrypt(event[24:], around, event[:24], key)
    except CryptoError:
        raise Refused("open-damaged")
    names = [("type", "case-event"), ("network", of["network"]), ("ngo", of["ngo"])]
    fields = read_signed(unpad(plain), around, names, members)
    need(isinstance(fields["at"], int) and fields["at"] % 3600 == 0, "open-json")
    need(is_key(fields.get("audit")) and isinstance(fields.get("do"), dict), "open-json")


def open_cases(vectors):
    of, key = vectors["of"], unbase64(vectors["caseKey"], 32)
    members = {one["id"]: one["sign"] for one in vectors["members"]}
    opened = refused = 0
    for vector in vectors["caseKeys"] + vectors["caseEvents"]:
        try:
            if "record" in vector:
                need(open_case_key(vector, of, members) == vectors["caseKey"], "another key")
            else:
                open_case_event(vector, of, key, members)
            code = "ok"
        except Refused as error:
            code = str(error)
        if code != vector["expect"]:
            sys.exit(f"{vector['name']}: expected {vector['expect']}, got {code}")
        opened, refused = opened + (code == "ok"), refused + (code != "ok")
    print(f"{opened} opened, {refused} refused")


def open_line(vector, of, members):
    line = base64.urlsafe_b64decode(vector["line"] + "=" * (-len(vector["line"]) % 4))
    need(64 < len(line) <= 512, "audit-line")
    try:
        text = line[64:].decode("utf-8")
        fields = json.loads(text)
        need(json.dumps(fields, separators=(",", ":"), ensure_ascii=False) == text, "audit-line")
    except ValueError:
        raise Refused("audit-line")
    need(isinstance(fields, dict) and fields.get("type") == "audit" and fields.get("v") == 1, "audit-line")
    need(all(type(fields.get(name)) is int and fields[name] >= 0 for name in ("seq", "at")), "audit-line")
    need(fields["at"] % 3600 == 0 and is_key(fields.get("prev")) and is_key(fields.get("did")), "audit-line")
    need(all(fields.get(name) == of[name] for name in ("network", "ngo")), "audit-other")
    need(fields["seq"] == vector["seq"] and fields["prev"] == vector["prev"], "audit-order")
    need(fields.get("by") in members, "audit-signer")
    try:
        VerifyKey(unbase64(members[fields["by"]], 32)).verify(b"mitos/audit/v1\n" + line[64:], line[:64])
    except (BadSignatureError, ValueError):
        raise Refused("audit-signer")
    return fields["did"]


def open_audit(vectors):
    of, members = vectors["of"], {one["id"]: one["sign"] for one in vectors["members"]}
    opened = refused = 0
    for vector in vectors["audit"]:
        try:
            did = open_line(vector, of, members)
            detail = base64.urlsafe_b64decode(vector["detail"] + "=" * (-len(vector["detail"]) % 4))
            need(len(detail) == 296 and hashlib.sha256(detail).digest() == unbase64(did, 32), "audit-detail")
            try:
                key = unbase64(vectors["key"], 32)
                plain = crypto_aead_xchacha20poly1305_ietf_decrypt(detail[24:], b"mitos/audit-did/v1\n", detail[:24], key)
            except CryptoError:
                raise Refused("audit-detail")
            need(json.loads(unpad(plain)) == vector["did"], "another act")
            code = "ok"
        except Refused as error:
            code = str(error)
        if code != vector["expect"]:
            sys.exit(f"{vector['name']}: expected {vector['expect']}, got {code}")
        opened, refused = opened + (code == "ok"), refused + (code != "ok")
    print(f"{opened} opened, {refused} refused")


PLACES = {
    "area": {"place"},
    "language": {"speak", "read", "interp", "who"},
    "need": {"need"},
    "safety": {"danger", "age", "children", "device"},
}
PARTS = {"area", "language", "need", "safety", "contact", "note", "mailbox"}


def is_hour(value):
    return type(value) is int and value >= 0 and value % 3600 == 0


def has_bytes(fields, sizes):
    try:
        return isinstance(fields, dict) and all(unbase64(fields.get(name, ""), size) for name, size in sizes.items())
    except Refused:
        return False


def only_ticked(answers, what):
    """Nothing in the answers that no ticked part has a place for."""
    top = {"for", "agreed"} | ({"contact", "role", "again"} if "contact" in what else set()) | ({"note"} & set(what))
    more = answers.get("more", {})
    places = set().union(*[names for part, names in PLACES.items() if part in what])
    return isinstance(more, dict) and set(answers) - {"more"} <= top and set(more) <= places


def check_referral(fields):
    consent, answers = fields.get("consent"), fields.get("answers")
    names = "type v network roster from ngo key at consent answers person note origin".split()
    need(set(fields) <= set(names) and isinstance(consent, dict) and isinstance(answers, dict), "open-field")
    what, how, reason = consent.get("what"), consent.get("how"), consent.get("reason")
    need(isinstance(what, list) and what and len(set(what)) == len(what) and set(what) <= PARTS, "open-field")
    need(how in ("form", "phone", "in-person", "mailbox", "none"), "open-field")
    need(reason in (("life", "child", "court") if how == "none" else (None,)), "open-field")
    hours = (consent.get("at"), fields.get("at"), consent.get("until"))
    need(all(map(is_hour, hours)) and hours[0] <= hours[1] and hours[0] < hours[2], "open-field")
    need(answers.get("for") in ("self", "other", "pro") and only_ticked(answers, what), "open-field")
    sizes = {"author": 32, "replyKey": 32, "proof": 16, "address": 8}
    need(has_bytes(fields.get("person"), sizes) if "mailbox" in what else "person" not in fields, "open-field")
    note = fields.get("note")
    need(note is None or ("note" in what and isinstance(note, str) and 1 <= len(note) <= 1000), "open-field")
    need("origin" not in fields or has_bytes(fields, {"origin": 40}), "open-field")


def check_answer(fields):
    reason = fields.get("reason")
    wanted = {"accepted": (None,), "returned": ("language", "area", "full", "other")}.get(fields.get("answer"), ())
    need(reason in wanted and is_hour(fields.get("at")) and has_bytes(fields, {"re": 16}), "open-field")


def open_referral(body, secret, now, of):
    private = PrivateKey(secret)
    own = bytes(private.public_key)
    need(len(body) == BODY, "open-length")
    need(body[0] == 2, "open-version")
    header = body[:HEADER]
    need(header[17:25] == key_id(own), "open-wrong-key")
    try:
        plain = SealedBox(private).decrypt(body[HEADER:])
    except CryptoError:
        raise Refused("open-damaged")
    message = unpad(plain)
    signature, raw = message[:64], message[64:]
    fields = read_json(raw)
    need(fields.get("type") in ("referral", "referral-answer") and fields.get("v") == 1, "open-type")
    need(fields.get("network") == of["network"], "open-network")
    need(fields.get("ngo") == of["ngo"], "open-ngo")
    need(fields.get("key") == base64.urlsafe_b64encode(own).rstrip(b"=").decode(), "open-key")
    sender = next((one for one in of["ngos"] if one["id"] == fields.get("from") != of["ngo"]), None)
    need(sender, "open-from")
    old = [k["key"] for k in sender["signKeys"] if fields["at"] <= k["until"] and now <= k["until"] + 60 * 86400]
    need(any(is_signed(key, header + raw, signature) for key in [sender["sign"]] + old if key not in of["revoked"]), "open-signature")
    if fields["type"] == "referral-answer":
        return check_answer(fields)
    check_referral(fields)
    need(fields["consent"]["until"] >= now, "open-until")


def is_signed(key, message, signature):
    try:
        return bool(VerifyKey(unbase64(key, 32)).verify(b"mitos/referral/v1\n" + message, signature))
    except (BadSignatureError, CryptoError, ValueError):
        return False


def origin_of(key_id, request_id):
    return key_id + hashlib.sha256(b"mitos/taken-back/v1\n" + key_id + request_id).digest()


def open_referrals(vectors):
    for vector in vectors.get("origins", []):
        if origin_of(unbase64(vector["keyId"], 8), unbase64(vector["id"], 16)) != unbase64(vector["origin"], 40):
            sys.exit(f"another origin than {vector['origin']}")
    opened = refused = 0
    for vector in vectors["referrals"]:
        body = base64.urlsafe_b64decode(vector["body"] + "=" * (-len(vector["body"]) % 4))
        try:
            open_referral(body, unbase64(vectors["secret"], 32), vector["now"], vectors)
            code = "ok"
        except Refused as error:
            code = str(error)
        if code != vector["expect"]:
            sys.exit(f"{vector['name']}: expected {vector['expect']}, got {code}")
        opened, refused = opened + (code == "ok"), refused + (code != "ok")
    print(f"{opened} opened, {refused} refused")


def judge_work(vectors):
    for vector in vectors:
        if has_work(unbase64(vector["keyId"], 8), unbase64(vector["id"], 16)) != vector["expect"]:
            sys.exit(f"{vector['name']}: expected {vector['expect']}")
    worked = sum(vector["expect"] for vector in vectors)
    print(f"{worked} with work, {len(vectors) - worked} without")


def prf_input(network):
    return blake2b(b"mitos/prf/v1\n" + network, digest_size=32).digest()


def passkey_keys(output):
    labels = (b"mitos/passkey/v1\n", b"mitos/passkey-login/v1\n")
    return tuple(blake2b(label, digest_size=32, key=output).digest() for label in labels)


def open_blob(blob, network, member, kind, wrap):
    """A member's two secrets, 64 bytes."""

    def part(sealed, byte, key):
        about = b"mitos/member/v1\n" + network + member + bytes([byte])
        try:
            return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[24:], about, sealed[:24], key)
        except CryptoError:
            return None

    need(len(blob) > 122 and len(blob) == 122 + 73 * blob[121], "blob-length")
    need(blob[0] == 1, "blob-version")
    need(blob[1:17] == member, "blob-member")
    byte = {"passphrase": 1, "kit": 2, "passkey": 3}[kind]
    entries = [blob[at : at + 73] for at in range(122, len(blob), 73)]
    keys = [part(entry[1:], byte, wrap) for entry in entries if entry[0] == byte]
    k = next((key for key in keys if key), None)
    need(k, kind + "-wrong")
    secrets = part(blob[17:121], 0, k)
    need(secrets, "blob-damaged")
    return secrets


def check_passkeys(vectors):
    for vector in vectors["inputs"]:
        if prf_input(unbase64(vector["network"], 16)) != unbase64(vector["input"], 32):
            sys.exit(f"another input for {vector['network']}")
    for vector in vectors["keys"]:
        if passkey_keys(unbase64(vector["output"], 32)) != (unbase64(vector["wrap"], 32), unbase64(vector["login"], 32)):
            sys.exit(f"other keys of {vector['output']}")
    opened = 0
    for vector in vectors["blobs"]:
        blob = base64.urlsafe_b64decode(vector["blob"] + "=" * (-len(vector["blob"]) % 4))
        sizes = (("network", 16), ("member", 16), ("wrap", 32), ("boxSecret", 32))
        network, member, wrap, secret = (unbase64(vector[name], size) for name, size in sizes)
        try:
            secrets, code = open_blob(blob, network, member, vector["kind"], wrap), "ok"
        except Refused as error:
            secrets, code = None, str(error)
        if code != vector["expect"] or (code == "ok" and secrets[:32] != secret):
            sys.exit(f"{vector['name']}: expected {vector['expect']}, got {code}")
        opened += code == "ok"
    print(f"{opened} blobs opened, {len(vectors['blobs']) - opened} refused")


def main():
    vectors = json.load(open(sys.argv[1], encoding="utf-8"))
    if "work" in vectors:
        judge_work(vectors["work"])
    if "inputs" in vectors:
        check_passkeys(vectors)
    if "caseEvents" in vectors:
        open_cases(vectors)
    if "audit" in vectors:
        open_audit(vectors)
    if "referrals" in vectors:
        open_referrals(vectors)
    if "requests" in vectors:
        open_all(vectors["requests"])


def open_all(vectors):
    opened = refused = 0
    for vector in vectors:
        body = base64.urlsafe_b64decode(vector["body"] + "=" * (-len(vector["body"]) % 4))
        secret = unbase64(vector["secret"], 32)
        try:
            text, code = open_request(body, secret, vector["network"], vector["ngo"]), "ok"
        except Refused as error:
            text, code = None, str(error)
        if code != vector["expect"] or (code == "ok" and text != vector["request"]):
            sys.exit(f"{vector['name']}: expected {vector['expect']}, got {code}")
        opened, refused = opened + (code == "ok"), refused + (code != "ok")
    print(f"{opened} opened, {refused} refused")


main()
