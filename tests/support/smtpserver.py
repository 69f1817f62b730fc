"""A real mail server (aiosmtpd) for the mailer's tests: says what it got as JSON lines, and misbehaves for some recipients.

    smtpserver.py [--starttls|--tls] [--certificate FILE --key FILE] [--user NAME --password WORD]

The first line is {"port": N}. Ends with its standard input.
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

REFUSED_RECIPIENTS = {
    "busy": "450 4.2.0 try later",
    "plain-busy": "450 later",
    "full": "452 4.2.2 mailbox full",
    "gone": "550 5.1.1 <{to}>: Recipient address rejected: no such user",
    "plain-gone": "550 no such user",
    "relay": "554 5.7.1 <{to}>: Relay access denied",
}
REFUSED_MESSAGES = {
    "greylisted": "451 4.7.1 greylisted",
    "spam": "550 5.7.1 looks like spam",
    "large": "552 5.3.4 too large",
    "plain-no": "554 no",
}


def say(**what):
    print(json.dumps(what), flush=True)


def name_of(recipient):
    return recipient.split("@")[0]


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if name_of(address) == "barred":
            return "550 5.1.8 this sender is not welcome"
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if refusal := REFUSED_RECIPIENTS.get(name_of(address)):
            return refusal.format(to=address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        to = name_of(envelope.rcpt_tos[0])
        if refusal := REFUSED_MESSAGES.get(to):
            return refusal
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body()
        say(
            mail_from=envelope.mail_from,
            rcpt_to=envelope.rcpt_tos,
            hello=session.host_name,
            tls=session.ssl is not None,
            signed_in=bool(session.authenticated),
            subject=message["subject"],
            from_name=message["from"].addresses[0].display_name,
            from_address=message["from"].addresses[0].addr_spec,
            to=message["to"],
            date=message["date"].datetime.isoformat(),
            message_id=message["message-id"],
            auto_submitted=message["auto-submitted"],
            headers=message.keys(),
            defects=[str(d) for d in message.defects],
            body=body.get_content().replace("\r\n", "\n"),
            longest_line=max(len(line) for line in envelope.content.split(b"\r\n")),
            bare_line_feeds=envelope.content.replace(b"\r\n", b"").count(b"\n"),
        )
        if to == "drop-after":
            server.transport.abort()
        if to in ("drop-after", "stall"):
            await asyncio.sleep(3600)
        return "250 2.0.0 taken"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        to = name_of(self.envelope.rcpt_tos[0]) if self.envelope.rcpt_tos else ""
        if to == "drop-before":
            self.transport.abort()
            return
        if to == "stall-before":
            say(stalled=True)
            await asyncio.sleep(3600)
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg):
        if self.envelope and self.session.host_name == "stalls-at-quit.example":
            await asyncio.sleep(3600)
        await super().smtp_QUIT(arg)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--starttls", action="store_true")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--user")
    parser.add_argument("--password")
    options = parser.parse_args()

    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)

    def authenticate(server, session, envelope, mechanism, data):
        known = data.login == options.user.encode() and data.password == options.password.encode()
        return AuthResult(success=known, handled=False)

    def make():
        more = {}
        if options.user:
            more = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": bool(context)}
        if options.starttls:
            more |= {"tls_context": context, "require_starttls": True}
        return Server(Handler(), hostname="mail.example", loop=loop, **more)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(make, "127.0.0.1", 0, ssl=context if options.tls else None)
    say(port=server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)  # until the test closes it
    server.close()


asyncio.run(main())
