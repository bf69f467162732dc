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

## 多台主机共同表明之事
no-resolver-answers = 没有解析器响应
no-connection-answered = 连接均无响应
others-work = 其他连接正常：{$which}。
keep-silent = 都没有响应
refuse-connections = 都拒绝连接
lost-near = 发往无响应端口的数据包止于此处：{$places}；其他数据包则继续前进。
over = 在 {$family} 上
dns-answers = DNS 有响应。
or-nothing-works = 也可能从此处什么都无法连接。
with-ports = {$what}（端口 {$ports}）
next-to-host = 最后经过的路由器与主机地址相邻
another-answers = 而从此处连接另一台主机的 25 端口有响应

## 规则
finding-path-port-25-blocked = {$host} 的 25 端口在途中被封锁
    .cause = 发往 25 端口的数据包无法到达（{$where}）。同一主机有响应的端口：{$others}。许多宽带网络和云平台封锁出站 25 端口（OP25B）。就目前所知，邮件服务器并未停机。
    .remedy = 如有邮件客户端通过 25 端口发信，请改用以下端口，并启用 SMTP 身份验证：{$submission}。只有必须通过 25 端口投递的服务器，才需要其网络的管理者解除封锁。封锁之后的情况只能从没有封锁的网络检测。
finding-path-port-25-blocked-at-host = {$host} 的 25 端口在主机一侧被封锁
    .cause = 发往 25 端口的数据包无法到达（{$where}），其他数据包可以到达；{$why}。主机一侧的防火墙丢弃了这些数据包。同一主机有响应的端口：{$others}。
    .remedy = 如果该主机要接收其他服务器的邮件，其网络的管理者必须放行 25 端口。邮件客户端发信请使用 587 或 465 端口。
finding-path-port-25-perhaps-blocked = {$host} 的 25 端口无响应，可能被当前网络封锁
    .cause = 许多宽带网络和云平台封锁出站 25 端口（OP25B），也没有其他端口能说明主机是否在运行（{$where}）。没有发现服务器有问题。
    .remedy = 请从不封锁 25 端口的网络检测。邮件客户端发信请使用您的邮件服务商的 587 或 465 端口。
finding-path-port-25-alone-silent = {$host} 只有 25 端口无响应；587 和 465 端口用于发信
    .cause = 其他端口有响应，也没有迹象表明某台路由器只拦截发往 25 端口的数据包（{$where}）：主机自己的防火墙关闭了该端口，或某个网络封锁了该端口（OP25B）。从此处无法区分两者。
    .remedy = 邮件客户端通过有响应的 587 端口（STARTTLS）或 465 端口（SSL/TLS）发信，无需处理。只有必须通过 25 端口投递的服务器才需要开放该端口。
finding-path-port-25-closed-there = {$host} 只有 25 端口无响应，而其他主机的 25 端口有响应
    .cause = 当前网络没有封锁 25 端口：对照主机的 25 端口有响应。因此是该主机自己的或其附近的防火墙关闭了该端口（{$where}）。
    .remedy = 邮件客户端通过有响应的 587 端口（STARTTLS）或 465 端口（SSL/TLS）发信，无需处理。只有要接收其他服务器邮件的主机才需要开放 25 端口。
finding-path-port-blocked = {$host} 的 {$port} 端口在途中被封锁，{$where}
    .cause = 在该路由器之后看不到发往该端口的数据包，而发往同一地址其他端口的数据包继续前进：该路由器或其后的路由器丢弃了这些数据包。有响应的端口：{$others}。
    .remedy = 请使用有响应的端口，或要求该路由器的管理者放行该端口。
finding-path-mtu-black-hole = 发往 {$addr} 的大数据包在途中消失；端口 {$ports} 的 TLS 因此卡住
    .cause = 小数据包可以到达，但握手的第一个大数据包反复重传，始终没有得到确认。{$large}途中某段链路能传送的数据包比通常的小，而应当告知这一点的消息没有返回（路径 MTU 黑洞）：隧道、VPN、PPPoE，或丢弃 ICMP 的防火墙。
    .remedy = 请调低本机或其路由器的 MTU（例如 1400），或关闭 VPN；网络管理员应放行 ICMP 的“fragmentation needed”和“packet too big”消息，或限制 MSS。
finding-path-loop = 发往 {$addr} 的数据包在 {$routers} 之间循环，无法到达
    .cause = 这些路由器相互转发数据包（路由环路），主机的邮件端口均无响应。
    .remedy = 请将本报告交给这些路由器的管理者；其名称和地址表明管理者是谁。在本机或主机上都无法解决。
finding-path-reset-on-the-way = 到 {$host} 的 {$port} 端口的连接被途中的设备重置，而不是被主机重置
    .cause = 拒绝来自第 {$ttl} 跳（{$where}），而主机在第 {$distance} 跳。途中的路由器或防火墙以主机的名义回答：它封锁了该端口。从此处无法得知服务是否在运行。
    .remedy = 请要求该路由器的管理者放行该端口，或使用其他网络或有响应的端口。
finding-path-reset-nearby = 到 {$host} 的 {$port} 端口的连接在第 {$ttl} 跳被拒绝：来自您附近的防火墙，或来自主机
    .cause = 拒绝来自紧接您自己的路由器之后的位置（{$where}），对于互联网上的主机来说距离很近，又没有其他迹象表明主机有多远。当前网络的防火墙可能以主机的名义回答。
    .remedy = 请从其他网络（如手机流量）检测该主机：如果有响应，则是当前网络封锁了邮件；如果同样被拒绝，则是邮件服务已停止。
finding-path-answered-on-the-way = 您附近有设备或软件代替 {$host} 响应 {$port} 端口
    .cause = 连接在第 {$ttl} 跳（{$where}）被接受，而主机在第 {$distance} 跳。中间有邮件过滤器、安全软件或代理，只转发它愿意转发的内容；能力列表和证书可能是它自己的。
    .remedy = 如果邮件收发失败，请在安全软件或防火墙中关闭邮件扫描，或将该主机排除在外。
finding-path-ends-in-own-network = {$addr} 的邮件端口均无响应：发往这些端口的数据包在您自己的网络中或紧接其后终止，{$where}
    .cause = 其他数据包能到达更远的地方。您自己网络中的路由器或防火墙，或其后的一台，丢弃了发往邮件端口（{$ports}）的数据包。
    .remedy = 请在您的路由器或防火墙上放行这些端口。从其他网络（如手机流量）检测，主机很可能有响应。
finding-path-ends-in-access-network = {$addr} 的邮件端口均无响应：发往这些端口的数据包在您附近终止，{$where}
    .cause = 其他数据包能到达更远的地方。最后有响应的路由器是您自己网络之外的第一台或在其附近，因此很可能属于您的网络运营商；它或其后的一台丢弃了发往邮件端口（{$ports}）的数据包。
    .remedy = 请将本报告交给您的网络运营商。从其他网络（如手机流量）检测，主机很可能有响应。
finding-path-ends-before-target = {$addr} 的邮件端口均无响应：数据包只到达与它相邻的路由器，{$where}
    .cause = 最后应答的路由器的地址与主机相邻。要么是主机前的防火墙丢弃了发往邮件端口（{$ports}）的数据包（也可能只针对您的地址，例如密码多次错误后被封禁），要么是主机已停机。
    .remedy = 请检查主机是否在运行，以及主机前的防火墙。如果从其他网络（例如手机网络）能得到应答，请对方放行您的地址。
finding-path-ends-at-target = 数据包可以到达 {$addr}，但其邮件端口无响应
    .cause = 发往邮件端口（{$ports}）的数据包通过了主机之前的所有路由器，主机对其他数据包有响应：主机上或主机前面的防火墙丢弃了这些数据包。
    .remedy = 请在主机的防火墙上放行这些端口。
finding-path-ends-on-the-way = {$addr} 的邮件端口均无响应：发往这些端口的数据包在途中终止，{$where}
    .cause = 其他数据包能到达更远的地方。该路由器或其后的一台丢弃了发往邮件端口（{$ports}）的数据包。
    .remedy = 请将本报告交给该路由器的管理者；其名称往往表明属于谁。从其他网络（如手机流量）检测，主机很可能有响应。
finding-path-ends-unknown = 最后一次看到发往 {$addr} 邮件端口的数据包是{$where}，由此无法判断在何处终止
    .cause = 主机的邮件端口均无响应。在该处之后，没有任何响应能表明数据包又前进了多远。{$echo}
    .remedy = 请从其他网络（如手机流量）检测：如果主机有响应，请将本报告交给您的网络管理员，否则请交给主机的管理者。
finding-path-loss = 发往 {$addr} 的数据包有丢失：{$connections} 个连接中有 {$again} 个需要重传
    .cause = 发往主机本身的 {$sent} 个回显请求中有 {$lost} 个没有响应。邮件可以使用，但很慢；丢失更多时，连接会中断。
    .remedy = 请换个时间或从其他网络（用网线代替 Wi-Fi）再试：如果仍然如此，请将本报告交给网络管理员。
finding-path-not-traced = 未检测：未能跟踪到 {$addr} 的路由（{$detail}）
    .cause = 本机没有发送数据包；其他所有检测照常进行。
    .remedy = 在 Linux 上，TCP 和 UDP 数据包不需要特权，除非被防火墙或沙箱禁止；ICMP 数据包需要用户组在 net.ipv4.ping_group_range 的范围内，或具有 CAP_NET_RAW 能力。Linux 以外的系统不会将此类数据包的任何信息告知没有特权的程序；在这些系统上，请以可打开原始套接字的权限运行。
only-resolver-answers = DNS 服务器有应答，但连接均无应答
