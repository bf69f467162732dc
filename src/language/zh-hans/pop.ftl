### 关于这一层的文字：规则。

finding-pop-no-uidl = {$host} 的 {$port} 端口不提供邮件的固定编号（UIDL）
    .cause = 能力列表中没有 UIDL。没有它，在服务器上保留邮件的程序就无法判断哪些邮件已经收取，可能会重新收取全部邮件。
    .remedy = 请启用 UIDL；在此之前，请将邮件客户端设置为收取后删除服务器上的邮件，或使用 IMAP。
finding-pop-mail-expires = {$host} 的 {$port} 端口表明会删除保留在服务器上的邮件：EXPIRE {$after}
    .cause = 数字为天数；0 表示邮件被收取后可能立即删除。
    .remedy = 请不要依赖该服务器保存邮件：请自行保留副本；如果提供 IMAP，也可以使用 IMAP。
finding-pop-login-delay = {$host} 的 {$port} 端口在 {$after} s 内不允许再次登录
    .cause = 更频繁地收取邮件的程序会被拒绝。
    .remedy = 请将邮件客户端的收取间隔设置为大于 {$after} s。
