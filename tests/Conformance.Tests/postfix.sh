#!/bin/sh
# start FOLDER PORT ONWARD: a Postfix of its own in FOLDER, in the foreground, which takes mail for d.example and s.example at PORT
# and passes it on to ONWARD. stop FOLDER: ends it, and takes the folder away. For root.
set -e
verb=$1 folder=$2 port=$3 onward=$4
PATH=$PATH:/usr/sbin
if [ "$verb" = stop ]; then
  postfix -c "$folder/etc" stop 2> /dev/null || true
  rm -rf "$folder"
  exit
fi
# Its daemons run as another user.
chmod 755 "$folder"
mkdir "$folder/etc" "$folder/queue" "$folder/data"
chown postfix "$folder/data"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=mx.example \
  -keyout "$folder/etc/key.pem" -out "$folder/etc/cert.pem" 2> "$folder/openssl.log"
cat > "$folder/etc/main.cf" << END
compatibility_level = 3.6
queue_directory = $folder/queue
data_directory = $folder/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = $folder/data/log
maillog_file_prefixes = $folder
myhostname = mx.example
mydestination =
mynetworks =
relay_domains = d.example, s.example
relayhost = [127.0.0.1]:$onward
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtpd_peername_lookup = no
local_recipient_maps =
alias_maps =
alias_database =
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_cert_file = $folder/etc/cert.pem
smtpd_tls_key_file = $folder/etc/key.pem
END
# Its own list of services, at our port, without chroot, and without those that other programs do.
awk -v at="127.0.0.1:$port" '
  /^(#|$)/ { next }
  /^[a-z]/ { goes = $8 != "pipe"; if ($2 == "inet") $1 = at; $5 = "n" }
  goes' /usr/share/postfix/master.cf.dist > "$folder/etc/master.cf"
exec postfix -c "$folder/etc" start-fg 2> "$folder/postfix.log"
