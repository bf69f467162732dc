### 关于这一层的文字：规则和检测结果的细节。

## 检测结果的细节
not-yet-valid = 尚未生效
expired = 已过期
nobody-knows = 来历不明
switch-off-scanning = 请在该软件中关闭对加密邮件的扫描，或将其根证书安装到所有收发邮件的程序中。
leave-out-mail = 请网络管理员将邮件服务器排除在外，或在本机安装其根证书。
of-port = 端口 {$ports}
of-ports = 端口 {$ports}
perhaps-old = 只有{$ports} 的证书有问题：可能是旧证书。
not-tls-at-all = 不是 TLS 的内容
sent-again = 数据包曾被重传（× {$times}），说明问题在途中。
no-certificate = 没有看到证书。
certificate-well = 已出示证书，且没有问题。
certificate-wrong = 已出示证书；其问题另行说明。
other-service-sends = 该主机的另一个服务会发送它。
to-be-had = 证书注明可从 {$url} 获取（未下载）。
level = {$what}（{$level}）
sufficient = 足够
phase-out = 应逐步淘汰
insufficient = 不足
only-for = 仅限 {$names}
not-for = 不含 {$names}
from-day = 自 {$from} 起
from-day-until = {$from} 至 {$until}
revoked-because = 原因：{$reason}。

## 证书被吊销的原因
key-compromised = 密钥泄露
authority-compromised = 颁发机构被攻破
affiliation-changed = 持有者隶属关系变更
superseded = 已被另一证书取代
out-of-use = 不再使用
on-hold = 暂停使用
right-withdrawn = 权限被撤回
attributes-compromised = 属性颁发机构被攻破

## 名称相近却不匹配的原因
too-deep = 通配符只代表名称中的一级，不代表多级。
bare = 通配符代表域名之下的名称，不代表域名本身。
partial = 通配符必须占名称的整整一级；与其他字符并列的会被忽略。
only-addresses = 它只用于地址，不含任何名称。
no-addresses = 它只用于名称，不含任何地址。
address-as-host = 地址被写成了主机名；程序查找的是写成地址的条目。
inside = 通配符只有在名称的第一级才有效。
too-wide = 通配符既不代表所有名称，也不代表整个顶级域。
letters = 非 ASCII 字符必须写成编码形式（xn--…）。
other-kind = 它不用于任何服务器：其中的名称属于其他类型。

## 证书链的混乱
sent-twice = 有证书被重复发送。
out-of-order = 证书没有按签发顺序排列。
root-sent = 根证书也被发送。
unreadable-sent = 发送了无法读取的内容。
unneeded = 不需要“{$subject}”的证书。

## 可用证书中的违规之处
odd = “{$subject}”：{$what}
and-so-many = …（+{$count}）
serial-negative = 序列号为负数。
serial-zero = 序列号为零。
serial-long = 序列号超过 20 字节。
no-issuer-key = 没有注明颁发者的密钥（颁发机构密钥标识符）。
key-identifier-critical = 密钥标识符被标为关键。
odd-modulus = RSA 密钥的长度不是整数个字节。
access-unreadable = 无法读取颁发者的查询地址（颁发机构信息访问）。
names-not-critical = 没有主题，因此备用名称应标为关键，但没有。
names-critical = 有主题，备用名称却被标为关键。
usage-lacks-servers = 扩展密钥用途没有注明服务器，而 Apple 的程序要求注明。
usage-critical = 扩展密钥用途被标为关键。
leaf-may-sign = 其密钥可以签发证书，但它不是颁发机构。
leaf-limits-names = 它限制了名称（名称约束），而这只用于颁发机构。
underscore = 其中一个名称含有主机名不允许的下划线。
other-in-subject = 主题中的主机名不在备用名称之列。
no-own-key = 没有注明自身的密钥（主题密钥标识符）。
policies-not-critical = 对策略的限制没有标为关键。
limits-empty = 对名称的限制（名称约束）为空。
may-not-sign = 密钥用途不允许签发证书。
nameless = 没有名称。
no-authority = 没有注明自己是颁发机构。
unknown-critical = 将程序不认识的内容标为关键。

## 规则
finding-tls-self-signed = {$host} 使用自签名证书（端口 {$port}）
    .cause = 服务器自己为自己担保，没有颁发机构担保。邮件客户端会警告或拒绝，代收邮件的服务会拒绝。
    .remedy = 请安装受认可的颁发机构签发的证书（例如通过 ACME）。只有服务器属于您自己时，才可将其证书添加到使用它的程序中。
finding-tls-expired = {$host} 的证书已于 {$date} 过期，距今 {$span}（端口 {$port}）
    .cause = 证书没有更新，或服务仍在使用旧证书（{$subject}）。如果所有主机都这样，则是本机时间不正确。
    .remedy = 请更新证书并重新加载服务。
finding-tls-expires-soon = {$host} 的证书即将到期：{$date}，还有 {$span}（端口 {$port}）
    .cause = 此时证书本应已更新；自动更新可能失败。
    .remedy = 请更新证书并重新加载服务。
finding-tls-wrong-name = {$host} 的证书属于其他名称：{$names}（端口 {$port}）
    .cause = 连接所用的名称不在服务器的证书中。{$why}
    .remedy = 如果邮件服务商公布了证书中的某个名称，请使用该名称；否则服务商必须将 {$host} 加入证书。
finding-tls-incomplete-chain = {$host} 没有发送完整的中间证书（端口 {$port}）
    .cause = 服务器证书与根证书之间缺少“{$missing}”的证书：服务器没有发送，或它是本机不信任的私有颁发机构。恰好已有该证书的程序可以工作；手机和代收邮件的服务会失败。{$source}
    .remedy = 请发送包含中间证书的完整证书链（通常是名为 fullchain.pem 的文件）。
finding-tls-unknown-issuer = {$host} 的证书颁发机构不受信任：{$issuer}（端口 {$port}）
    .cause = 可能是私有颁发机构，或本机列表中没有的新公共颁发机构，也可能是安全软件拆开加密邮件并换上了自己的证书；本机没有任何依据为它担保。
    .remedy = 请使用受认可的颁发机构签发的证书。如果颁发机构属于您的单位，请在要连接的设备上安装其根证书（此处用 --ca-file）。如果没有人认识这个名称，请查明网络中是什么在拆开加密连接。
