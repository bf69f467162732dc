### レポート全体の文。1行に1文。{$port} は値、{"\u00A0"} は改行しない空白。検出項目の文は
### 隣のフォルダーに層ごとに置く。

## 判定を表す語
healthy = 正常
warnings = 警告
inconclusive = 判定不能
failure = 異常
error = エラー
warning = 警告
note = 参考
you = ご本人
network = ネットワーク管理者
provider = メールサービス提供元
domain-owner = ドメイン管理者
no-one = なし
you-must = ご本人の対応が必要です：{$remedy}。
network-must = ネットワーク管理者の対応が必要です：{$remedy}。
provider-must = メールサービス提供元の対応が必要です：{$remedy}。
domain-owner-must = ドメイン管理者の対応が必要です：{$remedy}。
nobody-must = {$remedy}。
an-error = {$where}：エラー扱い
warning-only = {$where}：警告扱いのみ
note-only = {$where}：参考扱いのみ
certain = 確実
likely = 可能性が高い（観測結果はこれを示すが、証明するものではない）
possible = 可能性あり（観測結果は他の原因でも説明できる）
merely-likely = 可能性が高い
merely-possible = 可能性あり

## 別の言語で繰り返すとき
once-more = 日本語版（同じ内容）

## 最初の行
about = {$target}：{$what}
on-port = {$title}（ポート{$ports}）
on-ports = {$title}（ポート{$ports}）
nobody = 対応は不要です。
all-well = ここから見たかぎり正常です
well-by-token = ここから見たかぎり正常です（ログインはOAuth2のみ）
and = {$what}（{$others}）
and-in-same = {$what}；{$others}）
also = ほかに{$faults}
further = 他のエラー：{$count}
too-little = 確認できたことが少なく、判定できません
so-far = {$ended}。ここまでの結果：{$what}
again = ご本人の対応が必要です：時間を延ばしてもう一度実行してください。
of-later = このレポートは新しいバージョンで作成されたもので、このバージョンでは分からない内容を含むため、判定できません
use-later = ご本人の対応が必要です：作成したバージョンで判定してください。
byline = {$tool}、{$time}、{$ended}、所要{$took}
completed = 完了
deadline = 制限時間により終了
interrupted = 中断

## 節の見出し
connections = 接続
findings = 検出項目
notes = 参考情報
names = 名前解決
queries = DNSへの問い合わせ
paths = 経路
certificates = 証明書
said = サーバーの応答
transcripts = 通信記録
not-tested = 未検査
manners = この検査で行ったこと
header = お問い合わせ時の添付情報

## 幅が狭いときの認証方式の列
auth-in-tls = TLS内のAUTH

## 検出項目
where = 箇所
why = 原因
do = 対処
who = 対応者
sure = 確度
seen = 観測
beyond-shown = ほか{$count}件
see = 参照
but = ただし
on-mild-port = ポート{$ports}
on-mild-ports = ポート{$ports}
evidence = 観測{$ids}
explains = 関連
as-above = 上と同じ
no-findings = ありません。
port = {$host} ポート{$ports}
ports = {$host} ポート{$ports}
way = {$addr}への経路
way-to-port = {$addr}ポート{$port}への経路
way-to-ports = {$addr}ポート{$ports}への経路
at-addresses = {$where} ({$addrs})
as-told-by = {$resolver}が答えた{$name}

## 未検査の項目
after-failure = {$subject}：{$steps}（前の段階で失敗したため）
after-end = {$subject}：{$steps}（検査が先に終了したため）
left-out = {$subject}：{$steps}
only-v4 = IPv6アドレス（IPv4のみ指定されたため）
only-v6 = IPv4アドレス（IPv6のみ指定されたため）
no-trace = 経路（経路調査なしと指定されたため）
more-exchangers = {$hosts}（検査するメール交換ホストは{$limit}台までのため）
more-addresses = {$addrs}（検査する{$host}のアドレスは{$limit}個までのため）
other-ports = ポート{$ports}（他のポートが指定されたため）
logging-in = ログインと送信（パスワードをお預かりしていないため）
not-connected = ログインと送信（接続が一つも成立しなかったため）
never-connected = ログインと送信（接続先のアドレスが見つからず、どこにも接続しなかったため）
nowhere-to-call = {$hosts}のすべてのポート（接続先のアドレスが見つからなかったため）
named-unchecked = {$hosts}：MXレコードにあるが、署名を検証しない場合にしか得られない

## この検査で行ったこと
connected = 接続：{$tried}回試行、{$open}回成立。送信したコマンド：{$commands}{$names}
asked-again = うちTLSの失敗原因を調べるため順に行った接続：{$again}
introduced = （{$name}と名乗る）
farewells = {$open}接続のうち{$said}接続で終了を通知、応答あり：{$answered}
asked = DNSへの問い合わせ（ルーター名を含む）：{$questions}、経路調査のパケット：{$packets}
no-secrets = パスワードもメールも送信していません

## 再試行
again-title = 再試行
again-line = {$subject}：{$looks}
again-after = {$time}後：{$what}
again-failed = {$step}：{$detail}
again-well = 成功
at-try = {$what}、{$try}回目
try-number = {$try}回目：{$what}
once-again = {$subject}の再試行
no-time = {$subject}：{$steps}（--deadlineまでの時間が足りないため）
too-many = {$subject}：{$steps}（失敗したものが多く、すべては再試行しないため）
retried = --retriesの指定による再試行：接続{$connections}、名前の問い合わせ{$questions}
waiting = 失敗したものの再試行まで{$time}（{$of}回中{$number}回目）

## お問い合わせ時の添付情報
tool = ツール
system = システム
started = 開始
target = 対象
understood = {$typed}（{$role}として解釈）
as-auto = ホスト兼ドメイン{$name}
as-host = ホスト{$name}
as-domain = ドメイン{$name}
as-address = アドレス{$name}
and-ports = {$what}、ポート{$ports}
at = {$what}、接続先{$addr}
source = 接続元
no-source = なし（どこにも接続していない）
source-unknown = なし（接続を試みたが成立せず）
resolver = リゾルバー
set-in = {$resolvers}（{$source}による）
trust = 信頼する認証局
trusted = {$source}、証明書：{$size}
trust-problem = {$trust}、{$problem}
sha256 = SHA-256
sha256-of = {$hash}（記録のハッシュ値）
command = コマンド
more = 詳細
with-verbose = -vを付けると、通信記録の全文とPEM形式の証明書も表示します
run = 実行
ran = {$ended}、{$took}

## 証明書
subject = サブジェクト
issuer = 発行者
valid-for = 名前
valid = 有効期間
from-until = {$from}から{$until}まで（{$left}）
no-end = 9999-12-31（期限なし）
days-left = 残り{$days} d
days-over = {$days} d前に終了
days-ahead = まだ有効でない、{$days} d後から有効
key = 鍵
signature = 署名
serial = シリアル番号
fingerprint = SHA-256
key-fingerprint = TLSA 3 1 1
issuer-url = 発行者の取得先
ocsp-url = OCSP
crl-url = CRL
timestamps = SCT
staple = OCSPステープル必須
yes = はい
path = 経路
path-sent = {$subject}（{$number}番目）
path-elsewhere = {$subject}（送信されず）
path-root = {$subject}（信頼されたルート）
unreadable = 読み取れません（{$size} B）
shown-by = {$where}が提示：
sent = 送信順
link = {$subject} ← {$issuer}、{$date}まで
other-chains = 検出項目のある他の証明書チェーン（-vで表示）：{$count}。

## 通信記録
opened = {$local}から接続
kernel = {$opened}、RTT {$rtt}、MSS {$mss}{"\u00A0"}B、経路MTU {$mtu}{"\u00A0"}B、再送{$again}
not-opened = 接続できず：{$detail}
encrypted = {$version}、{$suite}、{$group}{$more}
beside = 、{$what}
stapled = OCSPステープルあり
tickets = セッション再開チケット：{$count}
not-encrypted = TLS不成立：{$detail}
chosen = {$what}（提案：{$offer}）
not-chosen = TLS不成立：{$what}（提案：{$offer}）
asks-certificate = クライアント証明書を要求
bytes-cut = {$text} …（残り{$cut} B）
unfinished = {$text} …（行が終わらず、{$size} B）
beyond = 予期しない発言：{$text}
lines-left-out = （省略した行：{$count}）
other-talks = 検出項目のある他の通信（-vで表示）：{$count}。

## 動く行
progress = {$known}件中{$done}件を検査済み：{$now}
progress-one = {$subject}：{$step}

## 接続の列の見出し
column-port = ポート
column-tcp = TCP
column-greets = 挨拶
column-tls = TLS
column-certificate = 証明書
column-auth = AUTH 平文 → TLS
column-time = 時間

## 証明書の問題（表の欄）
fault-self-signed = 自己署名
fault-unknown-issuer = 発行元不明
fault-incomplete-chain = 中間証明書不足
fault-expired = 期限切れ
fault-not-yet-valid = 有効期間前
fault-expires-soon = 期限間近
fault-wrong-name = 名前不一致
fault-name-only-in-subject = 別名なし
fault-weak-key = 弱い鍵
fault-weak-signature = 弱い署名
fault-old-certificate-version = 古いX.509版
fault-not-for-servers = サーバー用でない
fault-intermediate-outdated = 中間証明書期限切れ
fault-unreadable-certificate = 読み取り不可
fault-key-not-proven = 鍵の証明なし
fault-chain-rejected = 不受理
fault-ca-as-server = 認証局の証明書
fault-too-many-signatures = 署名が多すぎる
fault-name-constraints = 許可外の名前
fault-path-too-long = 階層が深すぎる
fault-not-an-authority = 認証局でない署名者
fault-authority-not-for-servers = サーバー用でない認証局
fault-unknown-critical-extension = 不明な拡張
fault-revoked = 失効

## ハンドシェイクが失敗した理由（表の欄）
reason-old-version-only = {$version}のみ
reason-version-intolerant = {$version}まで
reason-static-rsa-only = 静的RSAのみ
reason-dhe-only = DHEのみ
reason-weak-suites-only = 弱い暗号のみ
reason-old-suites-only = 古い暗号のみ
reason-odd-curve = 特殊な曲線のみ
reason-client-certificate-demanded = 証明書を要求
reason-name-refused = 名前を拒否
reason-sni-required = 名前が必要
reason-large-hello-dropped = 大きいhelloを破棄

## 起きたこと（表の欄）
all-ports = 全{$count}
open = 接続可 {$time}
refused = 接続拒否
reset = リセット
no-answer = 応答なし {$time}
unreachable = 到達不能
unreachable-by = 到達不能（{$router}が通知）
prohibited-by = 禁止（{$router}が通知）
not-permitted = 許可なし
not-possible = 経路なし
cut-short = 打ち切り
closed = 切断
silent = 無応答 {$time}
greets = 挨拶：{$what}
stalls = 途中で停止 {$time}
strange = 別のプロトコル
not-readable = 解釈不能
declined = 拒否
too-much = 長すぎる
after-starttls = {$command}、{$what}
not-offered = 提供なし
not-offered-but = 提供なし、{$what}
starttls-declined = {$command}を拒否
injected = {$command}、余分なバイト
not-tls = TLSでない
alert = アラートで拒否
failed = 失敗
ok-until = {$date}まで
also-in-clear = 平文{$clear} → {$tls}
none = なし

## TLSの受け入れ範囲の列の見出し
column-where = 箇所
column-versions = 版
column-older-ciphers = 古い暗号
column-not-known = 不明

## TLSの受け入れ範囲
scan = 受け入れるTLS
scanned = うち受け入れるTLSを調べるためポートごとに順に行った接続：{$count}
sent-pipelined = うちSTARTTLSの直後に送ったコマンド（NOOP、CAPA）の扱いを調べるための接続：{$count}

## ハンドシェイクと接続を結び付けるもの
master-secret = 拡張マスターシークレット
renegotiation = 安全な再ネゴシエーション

## 提案した内容
static-rsa = 静的RSA
anonymous = 匿名
everything = TLS 1.2までのすべて
without-name = TLS 1.2までのすべて、名前なし
without-hybrid = 最初のメッセージを小さくした提案
pipelined = STARTTLS直後のコマンド

## STARTTLSの直後に平文で送ったコマンドの扱い
pipelined-inside = TLS内で応答
pipelined-clear = 平文で応答
pipelined-refused = セッション終了
pipelined-ignored = 無視
pipelined-other = TLS内で別の応答

## 段階
ipv4-address = IPv4アドレス
ipv6-address = IPv6アドレス
capabilities = 対応機能
confirm = その名前のアドレス
farewell = 終了の挨拶
greeting = 挨拶
why-tls-fails = TLS失敗の原因
hop-names = ルーターの名前
said-unasked = 要求前の応答
ptr = アドレスの名前
trace = 経路

## 段階を止めたもの。detail はシステム、ライブラリー、サーバーの言葉
told-failure = {$words}（{$detail}）
no-more = 切断
run-ended = 検査の終了
said-no = 拒否
failed-alert = TLSアラート
no-agreement = ハンドシェイク失敗
injected-bytes = 余分なバイト
name-unknown = 名前が存在しない
forbidden-here = 許可なし
no-way = 経路なし
no-tls = TLSでない
said-closed = 接続拒否
resolver-refuses = リゾルバーが拒否
was-reset = リセット
resolver-fails = リゾルバーの異常
no-answer-in-time = 時間内に応答なし
more-than-is-read = 長すぎる応答
no-reply = プロトコル外の応答
cannot-be-reached = 到達不能
other-failure = 失敗

## 取得した証明書
path-fetched = {$subject}（送信されず、取得）
fetched-from = {$url}から取得（サーバーは送信せず）：
fetches = サーバーが送信しなかった証明書：{$tried}件を探索、HTTPリクエスト：{$sent}回{$servers}
on-servers = （{$servers}）
timestamps-in = 証明書内：{$count}

## ALPNの結果、提案した内容、選ばれた内容
column-alpn = ALPN
column-pipelined = STARTTLS直後
alpn-refused = {$name}を拒否
alpn-ignored = 無視
alpn-not-registered = SMTPは対象外
alpn = ALPN {$name}
timestamps-beside = 証明書とは別のSCT：{$count}
prime = DHE {$bits}{"\u00A0"}bit
every-exchange = すべての鍵交換を含むTLS 1.3
reason-odd-group = 特殊なグループのみ
reason-odd-key = 特殊な鍵
reason-no-certificate = 証明書なし
fetch-step = 発行者の証明書
off-limits = 問い合わせ対象外

## メールサービス提供元と、代わりに使う設定
provider-known = 提供元
with-support = {$provider}、{$support}
answers-in = {$provider}、{$support}、対応言語：{$languages}
published-place = {$host}:{$port}（{$security}）
instead = 代わりに使う設定
choice = {$purpose}：{$host} ポート{$port}、{$security}（{$basis}）
good = 応答あり、証明書も正常
published = 今回の結果ではなく、{$provider}が案内している設定
until-then = {$who}それまではポート{$port}（{$security}）を使ってください。
sending = 送信
reading = 受信（IMAP）
fetching = 受信（POP）
implicit-tls = SSL/TLS
start-tls = STARTTLS
no-encryption = 暗号化なし
english = 英語
japanese = 日本語
chinese = 中国語

## 応答とエラーの説明
means = 意味
lasts = 継続性
codes = コード
recipient = 宛先
server = サーバー
nothing-known = この文には、既知のものが見つかりません。サーバーの応答も、コードも、エラーもありません。
more-in-text = この文には、ここに示したもののほかにも内容があります。
class-alone = このコードと文言は未知のものです。分類から分かるのは次のことだけです：
kind-smtp = SMTP応答
kind-enhanced = 拡張ステータスコード
kind-imap = IMAP応答
kind-pop3 = POP3応答
kind-socket = 接続エラー
kind-tls = TLSエラー
kind-text = 既知の文言
kind-class = 未知の応答
kind-finding = 検出項目
stays = 恒久的：何かを変えるまで続きます
passes = 一時的：後で同じことをすると成功する可能性があります
code-and-meaning = {$code}：{$meaning}

## 比較対象のホスト
comparison = 比較対象
chosen-hosts = 比較のためにあなたが指定したホスト（--control）。問題が対象側にあるのか、この回線側にあるのかを見分けるためのものです：{$hosts}。
compared = {$host} [{$addr}]：接続可（{$open}）、接続不可（{$closed}）
compared-to = うち、比較のために指定されたホストへの接続：{$count}

## 問題の種類（案内ページでの呼び方）
class-connection = 接続
class-certificate = 証明書
class-authentication = 認証
class-delivery = 配送
class-names = 名前解決（DNS）
of-class = 種類：{$class}；{$byline}

## 2回の検査の比較
diff-same = 同一
diff-different = 相違あり
diff-before = 前
diff-after = 後
diff-what = 項目
diff-open = 接続可
diff-no = いいえ
diff-reached = ホップ{$hops}でホストに到達
diff-lost = 最後に確認できたのはホップ{$hops}の先
diff-round = ルーター間を循環
diff-conditions = 2回の検査条件の違い
diff-appeared = 新たに検出
diff-cleared = 解消
diff-only-from = {$label}からのみ
diff-changed = 変わった検出項目
diff-unseen-before = 検出（前回は未検査、または条件が異なる）
diff-unseen-after = 今回は未検査、または条件が異なる
diff-unseen-from = {$one}から検出（{$other}からは未検査、または条件が異なる）
diff-underneath = 観測内容の変化
diff-underneath-from = 観測内容の違い
diff-not-compared = 比較できなかったもの
diff-stayed = 両方で同じもの
diff-runs = 2回の検査
diff-seen-before = 前回だけ検査：{$where}
diff-seen-after = 今回だけ検査：{$where}
diff-seen-from = {$label}からだけ検査：{$where}
diff-redacted = 匿名化のため比較不可：検査元などのプライベートアドレス、リゾルバー、ルーター、EHLOの名前
diff-counts = 検出項目：{$findings}、その他の観測内容：{$facts}
diff-nothing = 違いはありません
diff-nothing-seen = 両方で検査した範囲に違いはありませんが、片方でしか検査していないもの、または条件が異なるものがあります
diff-ports-closed = 接続できなくなったポート：{$ports}
diff-ports-opened = 接続できるようになったポート：{$ports}
diff-open-only = {$label}からのみ接続できるポート：{$ports}
diff-otherwise = 変化：{$what}
diff-otherwise-from = 違い：{$what}
diff-first-appeared = 新たに検出：{$title}
diff-first-cleared = 解消：{$title}
diff-first-only = {$label}からのみ：{$title}
diff-findings = 検出項目：{$counts}。
diff-count-appeared = 新規 {$count}
diff-count-cleared = 解消 {$count}
diff-count-only = {$label}のみ {$count}
diff-count-changed = 変化 {$count}
diff-count-unseen = 片方のみ検査または条件が異なる {$count}
diff-count-stayed = 同じ {$count}
diff-turned = {$what}：{$before} → {$after}
diff-byline = {$tool}；{$one}：{$time}、{$other}：{$then}
diff-observed = 観測番号
diff-tool = プログラム
diff-ended = 終わり方
diff-role = 調べ方
diff-ports-asked = 対象ポート
diff-family = アドレスの種類
diff-connect = 指定アドレス
diff-views = 比較したリゾルバー
diff-controls = 比較対象のホスト
diff-how-traced = --trace
diff-trace-port = --trace-port
diff-max-hops = --max-hops
diff-tls-scan = --tls-scan
diff-fetch-aia = --fetch-aia
diff-retries = --retries
diff-expect = 満たすべき条件（--expect）
diff-demands = 条件：{$demands}、猶予：{$waivers}、SHA-256：{$hash}…
diff-ehlo-name = --ehlo-name
diff-resolvers = リゾルバー
diff-trust-store = 信頼する認証局
diff-exchangers = MX
diff-ipv4 = IPv4アドレス
diff-ipv6 = IPv6アドレス
diff-aliases = 別名（CNAME）
diff-dnssec = DNSSEC検証済み（AD）
diff-pointers = 逆引きの名前
diff-reach = TCP
diff-greets = 応答の始まり
diff-software = 応答の文言
diff-offers-tls = STARTTLSの提示
diff-tls = TLS
diff-suite = 暗号スイート
diff-group = 鍵交換
diff-renewed = 証明書を更新（鍵は同じ）
diff-rekeyed = 証明書を更新（鍵は新しい）
diff-replaced = 別の証明書
diff-chain = 上位として送られた証明書
diff-rooted = 信頼するルートに至る
diff-auth-in-clear = TLS前のAUTH
diff-auth-inside-tls = TLS内のAUTH
diff-capabilities-clear = TLS前の機能一覧
diff-capabilities-tls = TLS内の機能一覧
diff-path-end = パケットの到達点
diff-routers = 途中のルーター
diff-older = 古い証明書（鍵は同じ）
diff-older-rekeyed = 古い証明書（鍵は別）
diff-other-dates = 有効期間の違う証明書（鍵は同じ）
diff-other-dates-and-key = 有効期間の違う証明書（鍵は別）

## Aliases in place of what tells whom a report is from
redacted = 匿名化
redacted-by = 方針{$policy}による。接続元とその回線のアドレスや名前、個人を示す名前は、全体を通して同じ仮名に置き換えられています。仮名の形：文書用アドレス（192.0.2.0/24、198.51.100.0/24、203.0.113.0/24、2001:db8:fffe::/47）または同じ種類のプライベートアドレス、.redacted.invalidで終わる名前、user-1、file-1、hardware-1
with-aliases = {$byline}、匿名化済み：user-1やname-1.redacted.invalidなどは仮名

## 満たすべき条件と、猶予
mx-missing = 不足：{$hosts}
mx-further = 余分：{$hosts}
mx-preference = {$host}の優先度は{$is}（本来は{$must}）
waived-until = {$until}まで：{$reason}
waived-label = 猶予
waived-word = {$severity}（猶予中）
waived-since = 猶予：{$waived}
and-waived = {$byline}、{$waived}
waived = 猶予中：{$codes}

## Pictures, and the page that holds them
contents = 目次
reports = レポート
drawn = ひと目でわかる図
for-programs = このページには、プログラム用のレポート全体も含まれています。再診断するには：mailprobe diagnose FILE
timeline = いつ何をしたか
timeline-shows = 手順：{$steps}、所要時間：{$took}。{$failed}
none-failed = すべての手順が最後まで完了しました。
these-failed = 失敗した手順：{$what}。
these-unfinished = 時間内に終わらなかった手順：{$what}。
every-step = すべての手順の数値
column-number = 番号
more-rows = ほか{$count}行（これらより悪いものはありません）。下の表にあります
more-steps = 残りの手順（プログラム用のデータにあります）：{$count}。
step-of = {$subject}：{$step}
asked-once-more = {$what}、再試行
column-begins = 開始
column-takes = 時間
column-step = 手順
column-outcome = 結果
tone-good = 正常
tone-indifferent = 失敗（影響なし）
tone-doubtful = 警告
tone-bad = エラー
this-machine = このマシン
silent-hop = 応答なし
every-hop = すべてのホップの数値
nor-the-host = *（ホストからも応答なし）
route-shows = ホップ：{$hops}。{$end}
more-pictures = ほか（下に文章で記載）：{$count}。
chain-of = {$where}の証明書
seal-leaf = サーバー
seal-between = 中間
seal-root = ルート
seal-unknown = 送信されず、信頼もされていない
seal-unused = {$number}番目に送信、不要：{$subject}
sent-at = {$number}番目に送信
not-sent-seen = 未送信（別の接続で確認）
not-sent-fetched = 未送信（別途取得）
in-store = トラストストアにあり
signed-by = 署名者
until-day = {$date}まで
expired-root = 期限切れのルート
untidy = 送信の順序や内容に乱れ
leads-to-root = チェーンは信頼されたルートに到達します。
leads-nowhere = チェーンは信頼されたルートに到達しません。
