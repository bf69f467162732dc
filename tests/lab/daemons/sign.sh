# Three signed zones. In one a record was changed afterwards; one was not signed again in time.
for zone in signed.test altered.test expired.test; do
    @ASIDE@/usr/bin/dnssec-keygen -q -a ECDSAP256SHA256 -f KSK $zone
    case $zone in
        expired.test) when='-s 20200101000000 -e 20200301000000' ;;
        *) when= ;;
    esac
    @ASIDE@/usr/bin/dnssec-signzone -q -S -z -P $when -o $zone -f $zone.signed zone
done
sed -i 's/^\(mail[^ ]* A\t\).*/\1192.0.2.99/' altered.test.signed
grep -q '192\.0\.2\.99' altered.test.signed
