### この層について述べる文：ルールの文、検出項目の細部、表。

## 名前解決と問い合わせの列の見出し
column-type = 種別
column-name = 名前
column-answer = 回答
column-ttl = TTL
column-answered-by = 回答元
column-asked = 問い合わせ先
column-by = 方式
column-response = 応答

## 名前解決の結果
no-record = なし
no-such-name = 名前が存在しない (NXDOMAIN)
null-mx = メールを受け取らない (Null MX)
alias = {$target}の別名
and-more = 他{$count}件
dns-refused = リゾルバーが拒否 (REFUSED)
dns-failed = リゾルバーの異常 (SERVFAIL)
unchecked = 署名を検証しない場合 (CD)：{$answer}
dns-silent = {$time}以内に応答なし
answered-by = 回答元：{$server} {$transport}
tries = {$last}、{$count}回目

## 検出項目の細部
resolver-adds = リゾルバーの補足：{$words}。
not-signatures = 署名（DNSSEC）の問題ではありません。検証しなくても失敗します。
perhaps-signatures = 署名（DNSSEC）の問題の可能性もあります。
no-address = この種別のアドレスなし
no-address-found = アドレスを確認できず
no-such-record = 該当するレコードなし
does-not-exist = 名前が存在しない (NXDOMAIN)
refuses-to-answer = 回答を拒否 (REFUSED)
could-not-find-out = 調べられず (SERVFAIL)
the-resolver = リゾルバー

## ルール
finding-dns-no-such-name = {$host}という名前は存在しません
    .cause = DNSによると、この名前は存在しません。入力間違い、期限切れ、または別のネットワークの中だけの名前です。{$told}
    .remedy = ご利用のメールサービスの案内ページで綴りを確かめてください。
finding-dns-no-address = {$host}という名前には接続先のアドレスがありません
    .cause = 使用できる種別のアドレスレコードがないため、メールソフトは接続できません。
    .remedy = ご利用のメールサービスが案内しているホスト名を使ってください。多くは別の名前です（mail.、smtp.、imap.）。
