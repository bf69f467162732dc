### この層について述べる文：ルールの文、検出項目の細部、表。

## ルーターの表の列の見出し
column-hop = ホップ
column-address = アドレス
column-round-trips = 往復時間
column-labels = ラベル

## 表の見出し
path-to = {$addr}へ、{$methods}で調査
and-by = と
to-port = {$method}（ポート{$ports}）
to-ports = {$method}（ポート{$ports}）

## パケットが終わる所
path-told = {$ports}：{$end}
one-hop = 1ホップ
many-hops = {$count}ホップ
reached = {$hops}でホストに到達
reset-after = {$hops}でリセット
forbidden = {$who}が禁止
stopped = {$words}（{$who}が通知）
host-after = {$hops}先のホスト
router-at = ホップ{$hop}の{$who}
router-within = {$hops}以内の{$who}
round = {$others}と{$last}の間を循環
lost-after = {$place}の先でSYNが消失
ends-after = {$place}の先は応答なし
place = ホップ{$hop} ({$addr})
place-named = ホップ{$hop} ({$addr}, {$name})
nothing-answers = 応答するルーターなし
yet-open = {$end}（接続はできるため問題なし）
not-traced = 調査できず（{$detail}）
not-to-the-end = 最後まで調査できず（{$detail}）
partly-traced = {$place}まで調査（{$detail}）

## 欄
private = {$addr} プライベート
shared = {$addr} 共有（キャリアNAT）
link-local = {$addr} リンクローカル
unanswered = {$times}、{$of}個中{$lost}個に応答なし
and-so-on = 以下同じ繰り返し

## 表の下
silence = *は応答のなかったパケットです。ルーターは手が空いたときにだけ応答し、まったく応答しないものもあります。その先のルーターが応答していれば問題ありません。
spread = 同じホップに複数のルーターがあるのは通信が複数の経路に分散されているためで、問題ありません。
icmp-instead = ここではUDPが使えないため、全体の経路はICMPで調べました。
udp-instead = ここではICMPエコーが使えないため、全体の経路はUDPで調べました。
large-lost = {$addrs}への{$size}{"\u00A0"}Bのパケットには応答がなく、小さいパケットには応答があります。
large-arrives = {$addrs}への{$size}{"\u00A0"}Bのパケットは届きます。
too-big = {$router}によると、{$addrs}への{$mtu}{"\u00A0"}Bを超えるパケットは通れません。
too-big-for-one = {$router}によると、{$addrs}への{$size}{"\u00A0"}Bのパケットは通れません。

## tracerouteの形式
no-path = {$target}：経路は調査していません

## ICMPメッセージの内容
time-exceeded = TTL超過
prohibited = 管理上の禁止
port-unreachable = ポート到達不能
network-unreachable = ネットワーク到達不能
host-unreachable = ホスト到達不能
packet-too-big = パケットが大きすぎる

## 検出項目の細部
before-first-router = 最初のルーターより手前
after-hop = ホップ{$hop} {$router}の先
without-trace = 経路調査なし
forbidden-after = {$router}が禁止、{$place}
forbidden-by = {$router}が禁止
none-tried = 試したものなし
host-is-up = ホストは他のパケットに応答するため稼働しています。ファイアウォールがメール用ポートへのパケットを破棄しています。
dropped-or-down = ルーターがパケットを破棄しているか、ホストが停止しています。
reach-address = パケットはアドレスまで届いています。
last-seen = パケットを最後に確認できたのは{$place}です。
others-lost = ホストへの{$size}バイトの他のパケットにも応答がなく、小さいパケットには応答があります。
do-not-fit = {$router}は、{$size}バイトのパケットは通れないと通知しています。

## ルール
finding-path-port-25-blocked = {$host}のポート25は経路上で遮断されています
    .cause = ポート25へのパケットが届きません（{$where}）。同じホストで応答するポート：{$others}。多くの接続回線やクラウドは外向きのポート25を規制しています（OP25B）。分かるかぎり、メールサーバーは停止していません。
    .remedy = メールソフトからの送信には、SMTP認証を使うポート587（STARTTLS）または465（SSL/TLS）を設定してください。ポート25で配送する必要があるサーバーは、利用回線の規制解除が必要です。規制の先は、規制のない回線からでなければ検査できません。
finding-path-port-25-blocked-at-host = {$host}のポート25はホストの直前で遮断されています
    .cause = ポート25へのパケットは届かず（{$where}）、他のパケットは届きます。最後に通過したルーターのアドレスはホストの隣です。ホスト側のファイアウォールが破棄しています。同じホストで応答するポート：{$others}。
    .remedy = 他のサーバーからメールを受け取るホストであれば、そのネットワークの管理者がポート25を通す必要があります。メールソフトからの送信にはポート587または465を使ってください。
finding-path-port-25-perhaps-blocked = {$host}のポート25から応答がありません。利用中の回線が規制している可能性があります
    .cause = 多くの接続回線やクラウドは外向きのポート25を規制しています（OP25B）。ホストの稼働を確かめられる他のポートもありません（{$where}）。サーバー側の問題は確認されていません。
    .remedy = ポート25を規制しない回線から検査してください。メールソフトからの送信には、ご利用のメールサービスのポート587または465を使ってください。
