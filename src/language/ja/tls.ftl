### この層について述べる文：ルールの文、検出項目の細部。

## 検出項目の細部
not-yet-valid = 有効期間前
expired = 期限切れ
nobody-knows = 正体は不明
switch-off-scanning = そのソフトで暗号化メールの検査を無効にするか、そのルート証明書をメールを読むすべてのソフトに登録してください。
leave-out-mail = ネットワークの管理者に、メールサーバーを検査対象から外すか、そのルート証明書をこの機器に登録するよう依頼してください。
of-port = ポート{$ports}
of-ports = ポート{$ports}
perhaps-old = 問題があるのは{$ports}の証明書だけです。古いものかもしれません。
not-tls-at-all = TLSではないもの
sent-again = パケットの再送がありました（× {$times}）。経路側の問題を示しています。
no-certificate = 証明書は確認できませんでした。
certificate-well = 証明書は提示されており、問題ありません。
certificate-wrong = 証明書は提示されています。その問題は別に示します。
other-service-sends = このホストの別のサービスは送信しています。
to-be-had = 証明書によると{$url}で入手できます（取得はしていません）。
level = {$what}（{$level}）
sufficient = 十分
phase-out = 段階的廃止
insufficient = 不十分
only-for = {$names}のみ
not-for = {$names}以外
from-day = {$from}から
from-day-until = {$from}から{$until}まで
revoked-because = 理由：{$reason}。

## 証明書が失効した理由
key-compromised = 鍵の漏えい
authority-compromised = 認証局の侵害
affiliation-changed = 所有者の所属の変更
superseded = 別の証明書への切り替え
out-of-use = 使用の終了
on-hold = 一時停止
right-withdrawn = 権限の取り消し
attributes-compromised = 属性認証局の侵害

## 似ているのに一致しない理由
too-deep = ワイルドカードが表すのは名前の1階層だけで、複数の階層は表しません。
bare = ワイルドカードが表すのはドメインの下の名前で、ドメイン自体は表しません。
partial = ワイルドカードは名前の1階層全体でなければなりません。他の文字と並んだものは無視されます。
only-addresses = アドレス専用で、名前は含まれていません。
no-addresses = 名前専用で、アドレスは含まれていません。
address-as-host = アドレスがホスト名として書かれています。ソフトはアドレスとして書かれたものを探します。
inside = ワイルドカードは名前の先頭でのみ有効です。
too-wide = ワイルドカードは、すべての名前も、トップレベルドメイン全体も表しません。
letters = ASCII以外の文字は符号化した形（xn--…）で書かれていなければなりません。
other-kind = サーバー用ではありません。含まれている名前は別の種類です。

## 証明書チェーンの乱れ
sent-twice = 同じ証明書が複数回送信されています。
out-of-order = 証明書が署名の順に並んでいません。
root-sent = ルート証明書も送信されています。
unreadable-sent = 読み取れないものが送信されています。
unneeded = 「{$subject}」の証明書は不要です。

## 通用する証明書の規則違反
odd = 「{$subject}」：{$what}
and-so-many = …（+{$count}）
serial-negative = シリアル番号が負の数です。
serial-zero = シリアル番号が0です。
serial-long = シリアル番号が20バイトを超えています。
no-issuer-key = 発行者の鍵を示していません（認証局鍵識別子）。
key-identifier-critical = 鍵識別子がクリティカルに指定されています。
odd-modulus = RSA鍵の長さがバイト単位ではありません。
access-unreadable = 発行者の問い合わせ先を読み取れません（認証局情報アクセス）。
names-not-critical = サブジェクトがないため別名はクリティカルであるべきですが、そうなっていません。
names-critical = サブジェクトがあるのに、別名がクリティカルに指定されています。
usage-lacks-servers = 拡張鍵用途にサーバーの指定がありません。Appleのソフトはこれを要求します。
usage-critical = 拡張鍵用途がクリティカルに指定されています。
leaf-may-sign = 認証局ではないのに、証明書に署名できる鍵になっています。
leaf-limits-names = 認証局専用である名前の制限（名前制約）があります。
underscore = ホスト名に使えない下線を含む名前があります。
other-in-subject = サブジェクトのホスト名が別名に含まれていません。
no-own-key = 自身の鍵を示していません（サブジェクト鍵識別子）。
policies-not-critical = ポリシーの制限がクリティカルに指定されていません。
limits-empty = 名前の制限（名前制約）が空です。
may-not-sign = 鍵用途が証明書への署名を許していません。
nameless = 名前がありません。
no-authority = 認証局であることが示されていません。
unknown-critical = ソフトの知らない拡張がクリティカルに指定されています。

## ルール
finding-tls-self-signed = {$host}の証明書は自己署名証明書です（ポート{$port}）
    .cause = サーバーが自分で署名した証明書で、認証局の保証がありません。メールソフトは警告または拒否し、メールを代わりに取得するサービスは拒否します。
    .remedy = 公的な認証局の証明書を導入してください（ACMEなど）。ご自身のサーバーである場合にかぎり、その証明書を利用するソフトに登録してもかまいません。
finding-tls-expired = {$host}の証明書は{$date}に有効期限が切れています。{$span}前です（ポート{$port}）
    .cause = 更新されていないか、サービスが古い証明書を使い続けています（{$subject}）。どのホストでもこうなる場合は、この機器の時計が誤っています。
    .remedy = 証明書を更新し、サービスに再読み込みさせてください。
finding-tls-expires-soon = {$host}の証明書の有効期限が近づいています：{$date}、あと{$span}（ポート{$port}）
    .cause = 本来は更新済みのはずの時期です。自動更新が失敗している可能性があります。
    .remedy = 証明書を更新し、サービスに再読み込みさせてください。
finding-tls-wrong-name = {$host}の証明書は別の名前のものです：{$names}（ポート{$port}）
    .cause = 接続に使った名前が、サーバーの証明書に含まれていません。{$why}
    .remedy = メールサービス提供元が案内している名前が証明書にあれば、それを使ってください。なければ、提供元が証明書に{$host}を加える必要があります。
finding-tls-incomplete-chain = {$host}は中間証明書をすべて送信していません（ポート{$port}）
    .cause = サーバーの証明書とルートの間にある「{$missing}」の証明書がありません。送信されていないか、この機器が信頼していない私設の認証局です。たまたま持っているソフトでは動作しますが、スマートフォンやメールを代わりに取得するサービスでは失敗します。{$source}
    .remedy = 中間証明書を含むチェーン全体を送信してください（多くはfullchain.pemというファイルです）。
finding-tls-unknown-issuer = {$host}の証明書の発行元は信頼されていません：{$issuer}（ポート{$port}）
    .cause = 私設の認証局か、この機器の一覧にない新しい公的な認証局か、暗号化メールを検査して証明書を差し替えるセキュリティソフトです。この機器には、この発行元を保証するものがありません。
    .remedy = 公的な認証局の証明書を使ってください。自組織の認証局であれば、接続する機器にルート証明書を登録してください（ここでは--ca-file）。誰も知らない名前であれば、暗号化通信を検査しているものがネットワークにないか確かめてください。
