### 关于这一层的文字：规则。

finding-dialogue-flapping = {$host} 的端口 {$port} 起初失败（{$detail}），{$after}{"\u00A0"}s 后在 {$most} 次中的第 {$try} 次恢复正常
    .cause = 服务器繁忙、正在重启，或让陌生的连接方稍候。{$own}不会重试的程序会时而失败。
    .remedy = {$do}
finding-dialogue-other-protocol = {$host} 的 {$port} 端口使用的是 {$spoken}，而不是 {$expected}
    .cause = 该端口上响应的是其他服务：{$said}
    .remedy = 在服务器上，请为该端口配置正确的服务。在邮件客户端中，请更正端口：SMTP 为 465 或 587（服务器之间为 25），IMAP 为 993 或 143，POP3 为 995 或 110。
finding-dialogue-unreadable-greeting = {$host} 的 {$port} 端口发出的内容不是邮件服务的问候
    .cause = 内容为：{$said}
    .remedy = 请检查该端口上运行的是什么服务。如果主机名或端口是手工输入的，请对照服务商的帮助页面检查。
finding-dialogue-closed-before-greeting = {$host} 在 {$port} 端口接受连接，但没有问候就断开
    .cause = 服务器或其前面的设备立即断开了连接：黑名单、连接数限制，或服务启动失败。
    .remedy = 请检查服务以及限制其连接的设备。可能被封禁的客户端应等待 10 min 再试。
finding-dialogue-greeting-broken-off = {$host} 在 {$port} 端口的问候说到一半就断开连接：{$said}
    .cause = 服务器或其前面的设备在问候结束之前就断开了连接。如果原话是拒绝，则是黑名单或连接数限制；如果不是，则是服务有故障，或会话在途中被切断。
    .remedy = 请阅读服务器的原话，并检查服务以及限制其连接的设备。可能被封禁的客户端应等待 10 min 再试。
finding-dialogue-no-greeting = {$host} 在 {$port} 端口接受连接，但没有任何应答
    .cause = {$waited} 内没有问候。该端口的服务已挂起，或问候延迟得更久，或途中有别的设备代为接受了连接。
    .remedy = 请检查服务。如果是有意延迟问候，延长 --timeout 即可确认。
finding-dialogue-greeting-stalls = {$host} 的 {$port} 端口开始问候，但一直没有说完
    .cause = 已发出的内容：{$said}
    .remedy = 请检查服务。有些垃圾邮件过滤器会有意拖住客户端，此时再试一次即可成功。
finding-dialogue-greeting-masked = 防火墙改写了 {$host} 在 {$port} 端口发出的内容
    .cause = 问候被星号覆盖，这是防火墙 SMTP 检查的特征{$encryption}：{$said}
    .remedy = 请在防火墙上关闭 SMTP（ESMTP）检查，或使用 465 端口（SSL/TLS）。
finding-dialogue-greeting-late = {$host} 的 {$port} 端口问候迟缓，用时 {$waited}
    .cause = 服务器在问候之前查询信息，或负载过高，或有意让陌生客户端等待。没有耐心的程序会放弃。
    .remedy = 如果不是有意为之，请检查服务器的域名解析和负载。
finding-dialogue-speaks-unasked = {$host} 未经请求就发出内容（端口 {$port}）
    .cause = 内容为：{$early}。程序会把它当作对下一个请求的应答：服务器或代理有故障，或者是攻击。
    .remedy = 请检查该端口上响应的是什么服务，以及它前面有什么设备。
finding-dialogue-closed-early = {$host} 在会话中途断开连接（端口 {$port}，{$step} 时）
    .cause = 服务器或途中的设备在应答之前就断开了连接。
    .remedy = 请检查服务以及限制其连接的设备。如果从其他网络可以正常使用，则是当前网络切断了会话。
finding-dialogue-ends-session = {$host} 没有应答，而是结束了会话（端口 {$port}，{$step} 时）：{$bye}
    .cause = 服务器向本客户端告别并断开了连接，正在停机、过载或限制连接的服务器常会如此。
    .remedy = 请阅读服务器的原话，等待 10 min 后重新检测。如果仍然如此，请检查服务以及限制其连接的设备。
finding-dialogue-reply-stalls = {$host} 在会话中途停止应答（端口 {$port}，{$step} 时）
    .cause = 应答没有及时结束。服务已挂起，或数据包在途中丢失。
    .remedy = 请检查服务。如果从其他网络可以正常使用，则是当前网络丢失了数据包。
finding-dialogue-reply-too-long = {$host} 的应答没有尽头（端口 {$port}，{$step} 时）
    .cause = 服务器发出的内容超过任何正常服务器的应答，读取已中止。
    .remedy = 请检查该端口上响应的是什么服务。
finding-dialogue-unreadable-reply = {$host} 的应答不符合协议（端口 {$port}，{$step} 时）
    .cause = 服务器回答：{$said}
    .remedy = 请检查该端口上响应的是什么服务。
finding-dialogue-contradictory-reply = {$host} 的同一个应答自相矛盾（端口 {$port}，{$step} 时）
    .cause = 服务器回答“{$odd}”，最后又回答“{$said}”。各种程序以哪一句为准并不一致：服务器或代理有故障，或者是攻击。
    .remedy = 请检查该端口上响应的是什么服务，以及它前面有什么设备。
finding-dialogue-control-characters = {$host} 的应答中含有控制字符（端口 {$port}）：{$which}
    .cause = 任何邮件协议都不允许在应答中使用控制字符；原样显示它们的程序会让服务器得以操纵终端。此处均已转义显示。
    .remedy = 请检查此端口上是什么在应答，以及其应答文本的设置。
finding-dialogue-capabilities-missing = {$host} 回答 OK，却没有列出任何功能（端口 {$port}，命令：{$step}）
    .cause = OK 之前必须有功能列表，且其中至少有一项。该处提供哪些加密和登录方式并不清楚，各程序对此的处理也不同。
    .remedy = 请查明是什么在该端口应答，以及它前面有什么设备。
finding-dialogue-capabilities-too-long = {$host} 列出的功能过长，无法全部读取（端口 {$port}，命令：{$step}）
    .cause = 列表中有一行超过 4096{"\u00A0"}B，只保留了开头。服务器还提供哪些加密和登录方式，尚不清楚；各程序也可能读不到那么远。
    .remedy = 如果该服务由您管理，请缩短列表：没有邮件服务器需要这么长的列表。
finding-dialogue-capabilities-refused = {$host} 不说明自己支持哪些功能（端口 {$port}）：{$said}
    .cause = 服务器拒绝列出能力，程序因此无法得知如何加密和登录。
    .remedy = 请更新服务，或移除其前面的过滤设备。
finding-dialogue-farewell-unanswered = {$host} 没有应答道别（端口 {$port}）
    .cause = 客户端道别后没有得到正常的应答。这没有任何影响。
    .remedy = 无需处理。
finding-dialogue-blocklisted = {$host} 因黑名单在 {$port} 端口拒绝本客户端：{$said}
    .cause = 服务器的原话提到某个名单，或本次检测所用地址的信誉。宽带网络和 VPN 的地址通常都在此类名单上：25 端口是供邮件服务器使用的。{$clear}
    .remedy = {$send}请换一个网络（例如手机网络）试试，以确认是否是当前网络的地址造成的。如果是邮件服务器，须由其所有者申请从所述名单中移除其地址。
finding-dialogue-greeting-rejects = {$host} 在 {$port} 端口拒绝本客户端：{$said}
    .cause = 服务器的原话是对本客户端的拒绝。{$normal}{$clear}
    .remedy = 请阅读服务器的原话。如果提到黑名单或某个地址，该地址的使用者必须申请从名单中移除；如果与 HELO 或 EHLO 有关，请尝试 --ehlo-name；其他情况须由服务器的管理者说明原因。{$send}
finding-dialogue-greeting-defers = {$host} 要求本客户端稍后再来（端口 {$port}）：{$said}
    .cause = 服务器的原话是临时拒绝，例如服务器繁忙或限制新客户端。{$clear}
    .remedy = 请等待 10 min 后重新检测。如果仍然如此，请将服务器的原话发给服务商。
finding-dialogue-starttls-injected = 有内容在加密开始之前混入（{$host} 的 {$port} 端口）
    .cause = STARTTLS 的应答之后紧跟着明文字节，不谨慎的客户端会把它当作服务器在 TLS 内发出的内容：服务器或代理有故障，或者是攻击。
    .remedy = 请查明客户端与服务器之间有什么设备，并将其移除。在此之前，任何人都不应通过该端口登录；465、993 和 995 端口无法以这种方式被干扰。
finding-dialogue-starttls-stripped = STARTTLS 的通告{$state}（{$host} 的 {$port} 端口）
    .cause = {$why}依据通告行事的程序会以明文发送，或放弃连接。
    .remedy = 请使用 465、993 或 995 端口（SSL/TLS），在那里什么都无法被隐藏（{$seen}）。{$do}
finding-dialogue-preauth = {$host} 的 {$port} 端口声称客户端已经登录
    .cause = 明文中的 PREAUTH 问候使会话按规则无法进入 TLS：配置错误，或者是使会话保持明文的攻击。{$all-the-same}
    .remedy = 请在该服务上关闭 PREAUTH。在此之前请使用 993 端口（SSL/TLS）。
finding-dialogue-starttls-refused = {$host} 的 {$port} 端口提供 {$command}，随后却拒绝
    .cause = 服务器回答：{$said}。{$why}
    .remedy = {$do}在此之前请使用隐式 TLS 端口（465、993、995）。
finding-dialogue-starttls-missing = {$host} 的 {$port} 端口不提供加密
    .cause = 未通告 {$command}。{$why}：{$said}
    .remedy = {$do}

## Through which ports programs send
submission-seen = {$ports}（已确认从此处有响应）
submission-usual = 587（STARTTLS）或 465（SSL/TLS）
send-by = 如有邮件客户端通过 25 端口发信，请改用以下端口，并启用 SMTP 身份验证：{$submission}。

## What became of the offer of STARTTLS
if-they-answer = 如有响应
implicit-seen = 已确认从此处有响应：{$ports}
offer-missing = 缺失，但 STARTTLS 可以使用
offer-overwritten = 被覆盖
hidden-by-either = 服务器所列的功能中没有 STARTTLS，但提出请求时它却能理解：要么途中有设备隐藏了通告，例如防火墙的邮件检查或攻击者；要么服务器自身没有通告。
overwritten-by = 服务器所列的功能中有一个词被 X 覆盖，防火墙的邮件检查会这样处理不放行的词。
tell-who-hides = 然后请从其他网络（如手机流量）重新检测。如果在那里通告了 STARTTLS，请让人关闭当前网络的邮件检查；如果没有，则须由服务器通告。
stop-inspection = 然后请让人在防火墙上关闭邮件检查。
takes-encryption = （它还会去除会话的加密）

## What came of STARTTLS where it was asked for
tls-unreadable = 通常是服务器无法读取其证书或密钥。
mend-files = 请修复该服务的 TLS（证书和密钥文件）。
try-later = 请等待 10 min 后重新检测；如果仍然如此，请将服务器的原话发给服务商。
tls-all-the-same = 该服务器在收到请求后仍进入了 TLS，但遵守规则的程序此时不会请求。
refused-unoffered = 即便如此仍提出请求时，服务器拒绝
unavailable-now = 即便如此仍提出请求时，服务器回答“暂时不可用”：要么服务器的 TLS 暂时有故障，要么途中有设备隐藏了通告。服务器的回答
lost-unoffered = 即便如此仍提出请求时，没有得到正常的应答：要么服务器在此不支持 TLS，要么途中有设备隐藏了通告并切断会话。结果
switch-on-tls = 请在此启用 TLS。在此之前请使用隐式 TLS 端口（465、993、995），前提是该端口有响应。
mend-tls = 请修复该服务的 TLS（证书和密钥文件），并通告它。在此之前请使用隐式 TLS 端口（465、993、995），前提是该端口有响应。
compare-offers = 请使用隐式 TLS 端口（465、993、995），前提是该端口有响应。然后请从其他网络（如手机流量）重新检测：如果在那里通告了 STARTTLS，请让人关闭当前网络的邮件检查；如果没有，则须在服务器上启用 TLS。

## What a refusal is about
normal-on-25 = 在 25 端口，对于不是邮件服务器的机器，这是正常的。
not-by-25 = 邮件客户端发信应使用 587 或 465 端口，而不是 25 端口。
refused-in-clear = 这是在应当使用 TLS 的端口上以明文说的，服务器前面的连接数限制和黑名单常会如此；该端口是否对其他客户端使用 TLS，尚不清楚。

## What failed at first and worked later
own-connections = 当时本次检测与该主机之间有 {$open} 个连接，这本身也可能就是原因：只检测一个端口（--ports {$port}）即可看出。
servers-try-again = 如果只是偶尔出现，可以不管：邮件服务器会自动重试。如果每次检测都出现，请查看服务器的连接数上限。
look-at-limits = 请查看此次检测时的服务器日志和连接数上限。
