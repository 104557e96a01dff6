"""Sends one message with Python's smtplib and says how that went: sent, or failed and why.

    python3 smtplib_client.py PORT [limit=SECONDS] [tls=checked|unchecked] [auth] [to=COUNT]
"""
import smtplib
import ssl
import sys

port = int(sys.argv[1])
terms = dict(word.partition("=")[::2] for word in sys.argv[2:])
to = [f"r{i + 1}@recipient.example" for i in range(int(terms.get("to", 1)))]
try:
    limit = {"timeout": float(terms["limit"])} if "limit" in terms else {}
    with smtplib.SMTP("localhost", port, local_hostname="client.example", **limit) as client:
        if "tls" in terms:
            client.starttls(**({"context": ssl.create_default_context()} if terms["tls"] == "checked" else {}))
        if "auth" in terms:
            client.login("joe", "secret")
        refused = client.sendmail("a@sender.example", to, "Subject: x\r\n\r\nhello\r\n")
    print("sent", *(f"refused {name} {code}" for name, (code, _) in refused.items()))
except (OSError, smtplib.SMTPException) as fault:
    print("failed", type(fault).__name__, fault)
