### 报告本身的文字。每条一行；{$port} 代表一个值，{"\u00A0"} 是不换行的空格。检测结果的文字按层放在
### 旁边的文件夹中。

## 判定用语
healthy = 正常
warnings = 警告
inconclusive = 无法判定
failure = 异常
error = 错误
warning = 警告
note = 提示
you = 用户本人
network = 网络管理员
provider = 邮件服务商
domain-owner = 域名管理者
no-one = 无需处理
you-must = 需由您处理：{$remedy}。
network-must = 需由网络管理员处理：{$remedy}。
provider-must = 需由邮件服务商处理：{$remedy}。
domain-owner-must = 需由域名管理者处理：{$remedy}。
nobody-must = {$remedy}。
an-error = {$where}：计为错误
warning-only = {$where}：仅计为警告
note-only = {$where}：仅计为提示
certain = 确定
likely = 可能性较大（观测结果指向这一点，但不足以证实）
possible = 有可能（其他原因同样可以解释观测结果）
merely-likely = 可能性较大
merely-possible = 有可能

## 用另一种语言重复
once-more = 中文版（内容相同）

## 首行
about = {$target}：{$what}
on-port = {$title}（端口 {$ports}）
on-ports = {$title}（端口 {$ports}）
nobody = 无需任何人处理。
all-well = 从此处看一切正常
well-by-token = 从此处看一切正常（仅支持 OAuth2 登录）
and = {$what}（{$others}）
and-in-same = {$what}；{$others}）
also = 另有{$faults}
further = 其他错误：{$count}
too-little = 获得的信息太少，无法判定
so-far = {$ended}；目前的结果：{$what}
again = 需由您处理：请延长时间后重新检测。
of-later = 此报告由更新的版本生成，其中有本版本无法识别的内容，因此无法判定
use-later = 需由您处理：请用生成此报告的版本来判定。
byline = {$tool}，{$time}，{$ended}，用时 {$took}
completed = 已完成
deadline = 因超过时限而结束
interrupted = 已中断

## 章节标题
connections = 连接
findings = 检测结果
notes = 提示信息
names = 域名解析
queries = DNS 查询
paths = 路由
certificates = 证书
said = 服务器的应答
transcripts = 通信记录
not-tested = 未检测
manners = 本次检测做了什么
header = 提交工单时需附上的信息

## 空间不足时登录方式的列
auth-in-tls = TLS 内 AUTH

## 检测结果
where = 位置
why = 原因
do = 解决
who = 处理者
sure = 可信度
seen = 所见
beyond-shown = 另有 {$count} 项
see = 参考
but = 例外
on-mild-port = 端口 {$ports}
on-mild-ports = 端口 {$ports}
evidence = 观测 {$ids}
explains = 相关
as-above = 同上
no-findings = 无。
port = {$host} 端口 {$ports}
ports = {$host} 端口 {$ports}
way = 到 {$addr} 的路由
way-to-port = 到 {$addr} 端口 {$port} 的路由
way-to-ports = 到 {$addr} 端口 {$ports} 的路由
at-addresses = {$where} ({$addrs})
as-told-by = {$name}（{$resolver} 的回答）

## 未检测的项目
after-failure = {$subject}：{$steps}，因为前一步失败
after-end = {$subject}：{$steps}，因为检测已先结束
left-out = {$subject}：{$steps}
only-v4 = IPv6 地址，因为指定了仅用 IPv4
only-v6 = IPv4 地址，因为指定了仅用 IPv6
no-trace = 路由，因为指定了不跟踪
more-exchangers = {$hosts}，因为最多检测 {$limit} 台邮件交换主机
more-addresses = {$addrs}，因为最多检测 {$host} 的 {$limit} 个地址
other-ports = 端口 {$ports}，因为指定了其他端口
logging-in = 登录和发送，因为没有提供密码
not-connected = 登录和发送，因为没有建立任何连接
never-connected = 登录和发送，因为没有得到可连接的地址，未连接任何主机
nowhere-to-call = {$hosts} 的所有端口，因为没有查到可连接的地址
named-unchecked = {$hosts}：MX 记录中有，但只有在不验证签名时才能查到

## 本次检测做了什么
connected = 连接：尝试 {$tried} 次，成功 {$open} 次；发送命令：{$commands}{$names}
asked-again = 其中为查明 TLS 失败原因而依次进行的连接：{$again}
introduced = （自称 {$name}）
farewells = {$open} 个连接中在 {$said} 个上道别；得到应答：{$answered}
asked = DNS 查询（包括路由器名称）：{$questions}；路由跟踪的数据包：{$packets}
no-secrets = 没有发送密码，也没有发送邮件

## 重试
again-title = 重试
again-line = {$subject}：{$looks}
again-after = {$time} 后：{$what}
again-failed = {$step}：{$detail}
again-well = 成功
at-try = {$what}，第 {$try} 次
try-number = 第 {$try} 次：{$what}
once-again = {$subject}（重试）
no-time = {$subject}：{$steps}，因为到 --deadline 为止的时间不够
too-many = {$subject}：{$steps}，因为失败过多，不会全部重试
retried = 按 --retries 的要求重试：连接 {$connections}，域名查询 {$questions}
waiting = {$time} 后重试失败的项目（第 {$number}/{$of} 轮）

## 提交工单时需附上的信息
tool = 工具
system = 系统
started = 开始时间
target = 目标
understood = {$typed}，视为{$role}
as-auto = 主机兼域名 {$name}
as-host = 主机 {$name}
as-domain = 域名 {$name}
as-address = 地址 {$name}
and-ports = {$what}，端口 {$ports}
at = {$what}，连接到 {$addr}
source = 本机地址
no-source = 无：没有连接任何主机
source-unknown = 无：尝试了连接，但均未建立
resolver = 解析器
set-in = {$resolvers}（来自 {$source}）
trust = 信任库
trusted = {$source}；证书：{$size}
trust-problem = {$trust}；{$problem}
sha256 = SHA-256
sha256-of = {$hash}（检测记录的哈希值）
command = 命令
more = 更多
with-verbose = 加 -v 可显示完整通信记录和 PEM 格式的证书
run = 运行
ran = {$ended}，{$took}

## 证书
subject = 主题
issuer = 颁发者
valid-for = 名称
valid = 有效期
from-until = {$from} 至 {$until}（{$left}）
no-end = 9999-12-31（无截止日期）
days-left = 剩余 {$days} d
days-over = {$days} d 前已过期
days-ahead = 尚未生效，{$days} d 后生效
key = 密钥
signature = 签名
serial = 序列号
fingerprint = SHA-256
key-fingerprint = TLSA 3 1 1
issuer-url = 颁发者地址
ocsp-url = OCSP
crl-url = CRL
timestamps = SCT
staple = 必须装订 OCSP
yes = 是
path = 路径
path-sent = {$subject}（第 {$number} 张）
path-elsewhere = {$subject}（未发送）
path-root = {$subject}（受信任的根）
unreadable = 无法读取，{$size} B
shown-by = 由 {$where} 出示：
sent = 发送顺序
link = {$subject} ← {$issuer}，至 {$date}
other-chains = 其他有问题的证书链（用 -v 显示）：{$count}。

## 通信记录
opened = 从 {$local} 连接
kernel = {$opened}；RTT {$rtt}，MSS {$mss}{"\u00A0"}B，路径 MTU {$mtu}{"\u00A0"}B，重传 {$again}
not-opened = 未连接：{$detail}
encrypted = {$version}，{$suite}，{$group}{$more}
beside = ，{$what}
stapled = 附带 OCSP 响应
tickets = 会话恢复票据：{$count}
not-encrypted = 未建立 TLS：{$detail}
chosen = {$what}（提供：{$offer}）
not-chosen = 未建立 TLS：{$what}（提供：{$offer}）
asks-certificate = 要求客户端证书
bytes-cut = {$text} …（还有 {$cut} B）
unfinished = {$text} …（该行没有结束，{$size} B）
beyond = 未经请求：{$text}
lines-left-out = （省略的行：{$count}）
other-talks = 其他有问题的会话（用 -v 显示）：{$count}。

## 进度行
progress = 已检测 {$done}/{$known}：{$now}
progress-one = {$subject}：{$step}

## 连接的列标题
column-port = 端口
column-tcp = TCP
column-greets = 问候
column-tls = TLS
column-certificate = 证书
column-auth = AUTH 明文 → TLS
column-time = 时间

## 证书的问题（表格用）
fault-self-signed = 自签名
fault-unknown-issuer = 颁发者未知
fault-incomplete-chain = 证书链不完整
fault-expired = 已过期
fault-not-yet-valid = 尚未生效
fault-expires-soon = 即将到期
fault-wrong-name = 名称不符
fault-name-only-in-subject = 无备用名称
fault-weak-key = 密钥过弱
fault-weak-signature = 签名过弱
fault-old-certificate-version = 旧版 X.509
fault-not-for-servers = 非服务器用途
fault-intermediate-outdated = 中间证书过期
fault-unreadable-certificate = 无法读取
fault-key-not-proven = 密钥未证实
fault-chain-rejected = 被拒绝
fault-ca-as-server = CA 自身的证书
fault-too-many-signatures = 签名过多
fault-name-constraints = 名称不在许可内
fault-path-too-long = 层级过多
fault-not-an-authority = 签发者不是 CA
fault-authority-not-for-servers = CA 非服务器用途
fault-unknown-critical-extension = 未知扩展
fault-revoked = 已吊销

## 握手失败的原因（表格用）
reason-old-version-only = 仅 {$version}
reason-version-intolerant = 最高 {$version}
reason-static-rsa-only = 仅静态 RSA
reason-dhe-only = 仅 DHE
reason-weak-suites-only = 仅弱加密
reason-old-suites-only = 仅旧加密
reason-odd-curve = 仅特殊曲线
reason-client-certificate-demanded = 要求证书
reason-name-refused = 拒绝该名称
reason-sni-required = 需要名称
reason-large-hello-dropped = 丢弃大的 hello

## 发生了什么（表格用）
all-ports = 全部 {$count}
open = 可连接 {$time}
refused = 连接被拒
reset = 被重置
no-answer = 无响应 {$time}
unreachable = 不可达
unreachable-by = 不可达（{$router} 通知）
prohibited-by = 被禁止（{$router} 通知）
not-permitted = 无权限
not-possible = 无路由
cut-short = 被中止
closed = 已断开
silent = 沉默 {$time}
greets = 问候：{$what}
stalls = 中途停顿 {$time}
strange = 其他协议
not-readable = 无法解读
declined = 被拒绝
too-much = 过长
after-starttls = {$command}，{$what}
not-offered = 未提供
not-offered-but = 未提供，{$what}
starttls-declined = 拒绝 {$command}
injected = {$command}，被注入字节
not-tls = 不是 TLS
alert = 以警报拒绝
failed = 失败
ok-until = 至 {$date}
also-in-clear = 明文 {$clear} → {$tls}
none = 无

## 接受哪些 TLS 的列标题
column-where = 位置
column-versions = 版本
column-older-ciphers = 旧加密
column-not-known = 未知

## 接受哪些 TLS
scan = 接受的 TLS
scanned = 其中为查明接受哪些 TLS 而逐个端口依次进行的连接：{$count}
sent-pipelined = 其中为查明紧跟 STARTTLS 之后的命令（NOOP、CAPA）如何处理而进行的连接：{$count}

## 将握手与连接绑定的机制
master-secret = 扩展主密钥
renegotiation = 安全重协商

## 提供了什么
static-rsa = 静态 RSA
anonymous = 匿名
everything = TLS 1.2 及以下的全部
without-name = TLS 1.2 及以下的全部，不带名称
without-hybrid = 较少的内容，使首条消息更小
pipelined = 紧跟 STARTTLS 之后的命令

## 紧跟 STARTTLS 之后的明文命令的处理
pipelined-inside = 在 TLS 内应答
pipelined-clear = 以明文应答
pipelined-refused = 结束会话
pipelined-ignored = 忽略
pipelined-other = TLS 内另有内容

## 步骤
ipv4-address = IPv4 地址
ipv6-address = IPv6 地址
capabilities = 能力列表
confirm = 该名称的地址
farewell = 道别
greeting = 问候
why-tls-fails = TLS 失败的原因
hop-names = 路由器名称
said-unasked = 未经请求的内容
ptr = 地址的名称
trace = 路由

## 使步骤停止的原因；detail 是系统、程序库或服务器的原话
told-failure = {$words}（{$detail}）
no-more = 连接被断开
run-ended = 检测结束
said-no = 被拒绝
failed-alert = TLS 警报
no-agreement = 握手失败
injected-bytes = 被注入字节
name-unknown = 名称不存在
forbidden-here = 无权限
no-way = 无路由
no-tls = 不是 TLS
said-closed = 连接被拒绝
resolver-refuses = 解析器拒绝
was-reset = 被重置
resolver-fails = 解析器异常
no-answer-in-time = 超时无响应
more-than-is-read = 应答过长
no-reply = 不是该协议的应答
cannot-be-reached = 不可达
other-failure = 失败

## 下载的证书
path-fetched = {$subject}（已下载，未发送）
fetched-from = 从 {$url} 下载，服务器没有发送：
fetches = 服务器没有发送的证书：查找 {$tried} 张，HTTP 请求 {$sent} 次{$servers}
on-servers = （{$servers}）
timestamps-in = 证书内：{$count}

## ALPN 的结果，以及提供和选择了什么
column-alpn = ALPN
column-pipelined = STARTTLS 之后
alpn-refused = 拒绝 {$name}
alpn-ignored = 忽略
alpn-not-registered = 不用于 SMTP
alpn = ALPN {$name}
timestamps-beside = 证书之外的 SCT：{$count}
prime = DHE {$bits}{"\u00A0"}bit
every-exchange = TLS 1.3，含所有密钥交换方式
reason-odd-group = 仅特殊组
reason-odd-key = 特殊密钥
reason-no-certificate = 无证书
fetch-step = 颁发者的证书
off-limits = 不向其请求

## 服务商，以及应改用什么
provider-known = 邮件服务商
with-support = {$provider}，{$support}
answers-in = {$provider}，{$support}，服务语言：{$languages}
published-place = {$host}:{$port}（{$security}）
instead = 改用以下设置
choice = {$purpose}：{$host} 端口 {$port}，{$security}（{$basis}）
good = 有响应，证书正常
published = 非本次检测所见：由 {$provider} 公布
until-then = {$who}在此之前请使用端口 {$port}，{$security}。
sending = 发信
reading = IMAP 收信
fetching = POP 收信
implicit-tls = SSL/TLS
start-tls = STARTTLS
no-encryption = 不加密
english = 英语
japanese = 日语
chinese = 中文

## 应答和错误的解读
means = 含义
lasts = 性质
codes = 代码
recipient = 收件人
server = 服务器
nothing-known = 未能识别这段文字：其中没有已知的服务器应答、代码或错误。
more-in-text = 这段文字中还有此处未列出的内容。
class-alone = 该代码和这些文字均未收录。仅从其类别可知：
kind-smtp = SMTP 应答
kind-enhanced = 增强状态码
kind-imap = IMAP 响应
kind-pop3 = POP3 响应
kind-socket = 连接错误
kind-tls = TLS 错误
kind-text = 已知文字
kind-class = 未知应答
kind-finding = 检测结果
stays = 永久性：不作更改就一直如此
passes = 临时性：同样的操作稍后可能成功
code-and-meaning = {$code}：{$meaning}

## 与目标对照的主机
comparison = 对照主机
chosen-hosts = 您为对照而指定的主机（--control），用于区分问题出在目标还是当前网络：{$hosts}。
compared = {$host} [{$addr}]：可连接：{$open}；不可连接：{$closed}
compared-to = 其中连接您指定的对照主机：{$count}

## 故障类别，按帮助页面的称呼
class-connection = 连接
class-certificate = 证书
class-authentication = 身份验证
class-delivery = 投递
class-names = 域名解析（DNS）
of-class = 类别：{$class}；{$byline}

## 两次检测的比较
diff-same = 相同
diff-different = 有差异
diff-before = 之前
diff-after = 之后
diff-what = 项目
diff-open = 可连接
diff-no = 否
diff-reached = 第 {$hops} 跳到达主机
diff-lost = 最后见于第 {$hops} 跳之后
diff-round = 在路由器之间循环
diff-conditions = 两次检测的条件差异
diff-appeared = 新出现
diff-cleared = 已消除
diff-only-from = 仅在 {$label} 发现
diff-changed = 有变化的检测项
diff-unseen-before = 发现（之前未检测或条件不同）
diff-unseen-after = 之后未再检测或条件不同
diff-unseen-from = 在 {$one} 发现，在 {$other} 未检测或条件不同
diff-underneath = 观测内容的变化
diff-underneath-from = 观测内容的差异
diff-not-compared = 无法比较的内容
diff-stayed = 两次相同的内容
diff-runs = 两次检测
diff-seen-before = 仅之前检测：{$where}
diff-seen-after = 仅之后检测：{$where}
diff-seen-from = 仅在 {$label} 检测：{$where}
diff-redacted = 已脱敏，无法比较：本机及其他私有地址、解析器、路由器、EHLO 名称
diff-counts = 检测项：{$findings}；其他观测内容：{$facts}
diff-nothing = 没有差异
diff-nothing-seen = 两次都检测的内容没有差异，但有些内容只检测了一次，或检测条件不同
diff-ports-closed = 不再可连接的端口：{$ports}
diff-ports-opened = 新增可连接的端口：{$ports}
diff-open-only = 仅在 {$label} 可连接的端口：{$ports}
diff-otherwise = 有变化：{$what}
diff-otherwise-from = 不同：{$what}
diff-first-appeared = 新出现：{$title}
diff-first-cleared = 已消除：{$title}
diff-first-only = 仅在 {$label}：{$title}
diff-findings = 检测项：{$counts}。
diff-count-appeared = 新出现 {$count}
diff-count-cleared = 已消除 {$count}
diff-count-only = 仅在 {$label} {$count}
diff-count-changed = 有变化 {$count}
diff-count-unseen = 仅一次检测或条件不同 {$count}
diff-count-stayed = 相同 {$count}
diff-turned = {$what}：{$before} → {$after}
diff-byline = {$tool}；{$one}：{$time}；{$other}：{$then}
diff-observed = 观测编号
diff-tool = 程序
diff-ended = 运行结束情况
diff-role = 检测对象类型
diff-ports-asked = 指定的端口
diff-family = 地址族
diff-connect = 指定的地址
diff-views = 对比的解析器
diff-controls = 对照主机
diff-how-traced = --trace
diff-trace-port = --trace-port
diff-max-hops = --max-hops
diff-tls-scan = --tls-scan
diff-fetch-aia = --fetch-aia
diff-retries = --retries
diff-expect = 必须满足的要求（--expect）
diff-demands = 要求：{$demands}；豁免：{$waivers}；SHA-256：{$hash}…
diff-ehlo-name = --ehlo-name
diff-resolvers = 解析器
diff-trust-store = 信任库
diff-exchangers = MX
diff-ipv4 = IPv4 地址
diff-ipv6 = IPv6 地址
diff-aliases = 别名（CNAME）
diff-dnssec = DNSSEC 已验证（AD）
diff-pointers = 地址的反向解析名称
diff-reach = TCP
diff-greets = 问候响应
diff-software = 问候语内容
diff-offers-tls = 提供 STARTTLS
diff-tls = TLS
diff-suite = 加密套件
diff-group = 密钥交换
diff-renewed = 证书已续期（密钥相同）
diff-rekeyed = 证书已续期（密钥不同）
diff-replaced = 证书不同
diff-chain = 随附的上级证书
diff-rooted = 可追溯到受信任的根证书
diff-auth-in-clear = TLS 之前的 AUTH
diff-auth-inside-tls = TLS 内的 AUTH
diff-capabilities-clear = TLS 之前的功能
diff-capabilities-tls = TLS 内的功能
diff-path-end = 数据包到达之处
diff-routers = 途经的路由器
diff-older = 较旧的证书（密钥相同）
diff-older-rekeyed = 较旧的证书（密钥不同）
diff-other-dates = 有效期不同的证书（密钥相同）
diff-other-dates-and-key = 有效期不同的证书（密钥不同）

## Aliases in place of what tells whom a report is from
redacted = 匿名处理
redacted-by = 按策略 {$policy}；客户端及其网络的地址和名称、个人名称均已换成化名，同一对象的化名全文一致。化名的形式：文档用地址（192.0.2.0/24、198.51.100.0/24、203.0.113.0/24、2001:db8:fffe::/47）或同类私有地址、以 .redacted.invalid 结尾的名称、user-1、file-1、hardware-1
with-aliases = {$byline}；已匿名处理：user-1、name-1.redacted.invalid 等为化名

## 必须满足的条件与豁免
mx-missing = 缺少：{$hosts}
mx-further = 多出：{$hosts}
mx-preference = {$host} 的优先级为 {$is}，应为 {$must}
waived-until = 至 {$until}：{$reason}
waived-label = 豁免
waived-word = {$severity}（已豁免）
waived-since = 豁免{$waived}
and-waived = {$byline}；{$waived}
waived = 已豁免：{$codes}

## Pictures, and the page that holds them
contents = 目录
reports = 报告
drawn = 一目了然
for-programs = 本页还包含供程序读取的完整报告。重新诊断：mailprobe diagnose FILE
timeline = 何时做了什么
timeline-shows = 步骤：{$steps}，用时 {$took}。{$failed}
none-failed = 所有步骤都已完成。
these-failed = 失败的步骤：{$what}。
these-unfinished = 未在时限内完成的步骤：{$what}。
every-step = 所有步骤的数值
column-number = 编号
more-rows = 另有 {$count} 行，情况不比以上各行更差，见下表
more-steps = 其余步骤见供程序读取的部分：{$count}。
step-of = {$subject}：{$step}
asked-once-more = {$what}，再次询问
column-begins = 开始
column-takes = 用时
column-step = 步骤
column-outcome = 结果
tone-good = 正常
tone-indifferent = 失败，但无影响
tone-doubtful = 警告
tone-bad = 错误
this-machine = 本机
silent-hop = 无应答
every-hop = 每一跳的数值
nor-the-host = *（主机也无应答）
route-shows = 跳数：{$hops}。{$end}
more-pictures = 其余见下文的文字说明：{$count}。
chain-of = {$where} 的证书
seal-leaf = 服务器
seal-between = 中间
seal-root = 根
seal-unknown = 未发送，也不受信任
seal-unused = 第 {$number} 个发送，不需要：{$subject}
sent-at = 第 {$number} 个发送
not-sent-seen = 未发送；在别处见到
not-sent-fetched = 未发送；另行获取
in-store = 在信任库中
signed-by = 签发者
until-day = 有效期至 {$date}
expired-root = 根已过期
untidy = 发送不规范
leads-to-root = 证书链通向受信任的根。
leads-nowhere = 证书链未通向受信任的根。
