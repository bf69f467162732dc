### 关于这一层的文字：规则、检测结果的细节和表格。

## 路由器表的列标题
column-hop = 跳
column-address = 地址
column-round-trips = 往返时间
column-labels = 标签

## 表标题
path-to = 到 {$addr}，使用 {$methods}
and-by = {" "}和{" "}
to-port = {$method}（端口 {$ports}）
to-ports = {$method}（端口 {$ports}）

## 数据包终止之处
path-told = {$ports}：{$end}
one-hop = 1 跳
many-hops = {$count} 跳
reached = {$hops}后到达主机
reset-after = {$hops}后被重置
forbidden = 被 {$who} 禁止
stopped = {$words}（{$who} 通知）
host-after = {$hops}之外的主机
router-at = 第 {$hop} 跳的 {$who}
router-within = {$hops}以内的 {$who}
round = 在 {$others} 与 {$last} 之间循环
lost-after = SYN 在{$place}之后丢失
ends-after = {$place}之后无响应
place = 第 {$hop} 跳 ({$addr})
place-named = 第 {$hop} 跳 ({$addr}, {$name})
nothing-answers = 没有路由器响应
yet-open = {$end}，并非故障：可以连接
not-traced = 未能跟踪（{$detail}）
not-to-the-end = 未能跟踪到底（{$detail}）
partly-traced = 只跟踪到{$place}（{$detail}）

## 单元格
private = {$addr} 私有
shared = {$addr} 共享（运营商 NAT）
link-local = {$addr} 链路本地
unanswered = {$times}，{$of} 个中有 {$lost} 个无响应
and-so-on = 以下重复

## 表格下方
silence = * 表示没有得到响应的数据包。路由器有空时才响应，有的从不响应；只要其后的路由器有响应，就不是故障。
spread = 同一跳有多台路由器：流量分散在多条路上，并非故障。
icmp-instead = 此处无法使用 UDP，因此总体路由用 ICMP 跟踪。
udp-instead = 此处无法使用 ICMP 回显，因此总体路由用 UDP 跟踪。
large-lost = 发往 {$addrs} 的 {$size}{"\u00A0"}B 数据包没有响应，小的有响应。
large-arrives = 发往 {$addrs} 的 {$size}{"\u00A0"}B 数据包可以到达。
too-big = {$router} 通知：发往 {$addrs} 的超过 {$mtu}{"\u00A0"}B 的数据包无法通过。
too-big-for-one = {$router} 通知：发往 {$addrs} 的 {$size}{"\u00A0"}B 数据包无法通过。

## traceroute 格式
no-path = {$target}：没有跟踪路由

## ICMP 消息的内容
time-exceeded = TTL 超时
prohibited = 被管理策略禁止
port-unreachable = 端口不可达
network-unreachable = 网络不可达
host-unreachable = 主机不可达
packet-too-big = 数据包过大

## 检测结果的细节
before-first-router = 在第一台路由器之前
after-hop = 在第 {$hop} 跳 {$router} 之后
without-trace = 未跟踪
forbidden-after = 被 {$router} 禁止，{$place}
forbidden-by = 被 {$router} 禁止
none-tried = 未尝试其他端口
host-is-up = 主机对其他数据包有响应，说明正在运行：防火墙丢弃了发往邮件端口的数据包。
dropped-or-down = 路由器丢弃了数据包，或者主机已停机。
reach-address = 数据包能够到达该地址。
last-seen = 最后一次看到数据包是{$place}。
others-lost = 发往主机的其他 {$size} 字节数据包也没有响应，小的有响应。
do-not-fit = {$router} 通知：{$size} 字节的数据包无法通过。

## 规则
finding-path-port-25-blocked = {$host} 的 25 端口在途中被封锁
    .cause = 发往 25 端口的数据包无法到达（{$where}）。同一主机有响应的端口：{$others}。许多宽带网络和云平台封锁出站 25 端口（OP25B）。就目前所知，邮件服务器并未停机。
    .remedy = 邮件客户端发信请使用 587 端口（STARTTLS）或 465 端口（SSL/TLS），并启用 SMTP 身份验证。必须通过 25 端口投递的服务器，需要其网络解除封锁；封锁之后的情况只能从没有封锁的网络检测。
finding-path-port-25-blocked-at-host = {$host} 的 25 端口在主机前被封锁
    .cause = 发往 25 端口的数据包无法到达（{$where}），其他数据包可以到达；最后经过的路由器与主机地址相邻。主机一侧的防火墙丢弃了这些数据包。同一主机有响应的端口：{$others}。
    .remedy = 如果该主机要接收其他服务器的邮件，其网络的管理者必须放行 25 端口。邮件客户端发信请使用 587 或 465 端口。
finding-path-port-25-perhaps-blocked = {$host} 的 25 端口无响应，可能被当前网络封锁
    .cause = 许多宽带网络和云平台封锁出站 25 端口（OP25B），也没有其他端口能说明主机是否在运行（{$where}）。没有发现服务器有问题。
    .remedy = 请从不封锁 25 端口的网络检测。邮件客户端发信请使用您的邮件服务商的 587 或 465 端口。
