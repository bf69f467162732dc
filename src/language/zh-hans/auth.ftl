### 关于这一层的文字：规则。

finding-auth-none-offered = {$host} 的 {$port} 端口不提供任何登录方式
    .cause = 在 TLS 内服务器也没有列出任何认证机制，因此没有程序能够登录：认证已关闭，或这不是供邮件客户端使用的服务器。
    .remedy = 请为该端口启用认证。如果主机名是手工输入的，请对照服务商的帮助页面检查。
finding-auth-clear-text = {$host} 的 {$port} 端口接受明文密码（{$mechanisms}）
    .cause = 在加密之前就提供直接传送密码的登录方式。没有设为必须使用 TLS 的程序会以可读的形式发送密码。
    .remedy = 请只在 TLS 内提供登录。在此之前，请将邮件客户端设置为 SSL/TLS 或 STARTTLS，切勿选择“无”。
finding-auth-oauth-only = {$host} 的 {$port} 端口不接受密码，仅支持 OAuth2（{$mechanisms}）
    .cause = 服务器只提供需要令牌的机制，令牌来自服务商自己的登录页面。要求输入密码的程序无法登录。
    .remedy = 请在邮件客户端中选择“OAuth2”（也称现代身份验证）；如果不支持，请改用支持的客户端。
finding-auth-old-only = {$host} 的 {$port} 端口只提供旧的登录方式（{$mechanisms}）
    .cause = 这些方式出自还没有 TLS 的年代，如今许多程序已不再支持或不再使用。
    .remedy = 请在 TLS 内提供 PLAIN，或提供 SCRAM。在此之前，如果邮件客户端有“加密密码”（CRAM-MD5、NTLM 或 APOP）选项，请选择该选项。
