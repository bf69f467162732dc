### 关于多台主机共同表明之事的文字：规则。

finding-cause-offline = 本机没有可用的互联网连接：{$host} 和 {$control}（您指定的对照主机）均无法连接
    .cause = 对两者的尝试都没有结果：{$what}。没有发现邮件主机有问题。
    .remedy = 请将本机连接到互联网（网线、Wi-Fi、VPN；如有登录页面请先登录），然后重新检测。
finding-cause-captive-portal = 在此处，{$host} 与 {$control} 指向同一地址：{$shared}
    .cause = 该地址上没有任何服务使用邮件协议。要求先在网页上登录的网络和过滤设备，会用自己的地址回答所有查询。没有发现邮件主机有问题。
    .remedy = 请在本机的浏览器中打开任意网页，如果要求登录则先登录，然后重新检测；或使用其他解析器（--resolver）。
finding-cause-mail-blocked-here = 您所在的网络封锁了邮件：在所试的邮件端口（{$ports}）上，{$host} 和 {$control}（您指定的对照主机）都无法连接
    .cause = {$place}彼此无关的主机在相同的端口上{$how}。{$proof}企业、酒店和云平台的防火墙常常封锁邮件。只有当 {$control} 根本不提供邮件服务时，这一对照才不能说明问题。
    .remedy = 请在路由器或防火墙上放行这些端口：在家中是您自己的路由器，在其他地方请联系网络管理员。在此期间请使用其他网络（如手机流量），或试试服务商的网页邮箱。
finding-cause-ipv6-broken-here = 此处的 IPv6 不可用：{$control}（您指定的对照主机）同样无法通过 IPv6 连接，而两者都可以通过 IPv4 连接
    .cause = IPv6 数据包从本机发出后没有收到任何应答：该网络或其运营商没有转发这些数据包。程序会先尝试 IPv6，等待之后才改用 IPv4。
    .remedy = 请修复该网络的 IPv6；在此之前，请关闭本机的 IPv6。
finding-cause-ipv6-broken-there = {$host} 无法通过 IPv6（{$addr}）连接，而 {$control}（您指定的对照主机）可以
    .cause = 当前网络的 IPv6 正常。该主机没有在其 IPv6 地址上提供服务，或主机附近的路由中断。程序会先尝试 IPv6，等待之后才改用 IPv4。
    .remedy = 请修复主机的 IPv6，或从 DNS 中移除其 IPv6 地址。
finding-cause-throttled = {$host} 接受来自此处的部分连接，拒绝其他连接（端口 {$ports}）
    .cause = 就在几秒之内，{$at} 的一些端口发出问候，另一些端口断开连接或要求稍后再来：服务器限制了同一地址可以建立的连接数，或已将本次检测所用的地址暂时列入名单（fail2ban）。
    .remedy = 请等待 10 min 后重新检测，每次只检测一个端口（--ports 587）。如果仍然如此，请询问服务商您的地址是否被封禁。
finding-cause-one-bad-node = {$host} 的多台机器中有一台故障：{$bad}，端口 {$ports}
    .cause = {$good} 的相同端口没有故障，因此名称、路由和设置都正确；邮件客户端只有恰好连接到 {$bad} 时才会失败。
    .remedy = 请修复 {$bad}，或在修复之前从 DNS 中移除其地址。
finding-cause-control-fails = {$host}（您指定的对照主机）{$over}从此处无法使用：{$what}
    .cause = 在它和检测目标上都失败，说明故障可能在此处；只在它上面失败，则不能说明检测目标的情况。
    .remedy = 如果它本身已停机，请换用其他主机对照（--control）。

finding-cause-one-family-fails = {$host} 在 {$bad} 上接受连接后便不再应答（端口 {$ports}），而 {$good} 正常
    .cause = 在 IPv4 和 IPv6 之一上，小数据包能够到达，其后的却不能。可能是通往该地址的途中丢失了大数据包（隧道和 VPN 会这样），也可能是该地址后面的一台机器有故障。使用该地址的程序会卡住。
    .remedy = 请从其他网络（例如手机网络）再运行一次。如果那里一切正常，请本网络或 VPN 的管理者检查数据包大小（MTU）；否则须由主机的服务商修复该地址。
