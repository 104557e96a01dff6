// Sends one message with nodemailer and says how that went: sent, or failed and why.
//   node nodemailer-client.cjs PORT [limit=SECONDS] [tls=checked|opportunistic] [auth] [to=COUNT]
const nodemailer = require("nodemailer");

const [port, ...words] = process.argv.slice(2);
const terms = Object.fromEntries(words.map((word) => word.split("=")));
const limit = "limit" in terms ? 1000 * Number(terms.limit) : undefined;
const to = Array.from({ length: Number(terms.to ?? 1) }, (_, i) => `r${i + 1}@recipient.example`);
const transport = nodemailer.createTransport({
  host: "localhost",
  port: Number(port),
  name: "client.example",
  requireTLS: terms.tls === "checked",
  opportunisticTLS: terms.tls === "opportunistic",
  ignoreTLS: !("tls" in terms),
  ...("auth" in terms && { auth: { user: "joe", pass: "secret" } }),
  ...(limit && { connectionTimeout: limit, greetingTimeout: limit, socketTimeout: limit }),
});
transport
  .sendMail({ envelope: { from: "a@sender.example", to }, raw: "Subject: x\r\n\r\nhello\r\n" })
  .then((info) => console.log("sent", ...info.rejected.map((name) => `refused ${name}`)))
  .catch((fault) => console.log("failed", fault.code, fault.responseCode ?? "", fault.command ?? "", fault.message))
  .finally(() => process.exit());
