### 关于这一层的文字：规则、检测结果的细节和表格。

## 域名解析和查询的列标题
column-type = 类型
column-name = 名称
column-answer = 回答
column-ttl = TTL
column-answered-by = 回答者
column-asked = 查询对象
column-by = 方式
column-response = 响应

## 域名解析的结果
no-record = 无
no-such-name = 名称不存在 (NXDOMAIN)
null-mx = 不接收邮件 (Null MX)
alias = {$target} 的别名
and-more = 另有 {$count} 条
dns-refused = 被解析器拒绝 (REFUSED)
dns-failed = 解析器异常 (SERVFAIL)
unchecked = 不验证签名时 (CD)：{$answer}
dns-silent = {$time} 内无响应
answered-by = 回答者：{$server} {$transport}
tries = {$last}，第 {$count} 次

## 检测结果的细节
resolver-adds = 解析器补充：{$words}。
not-signatures = 与签名（DNSSEC）无关：不验证签名同样失败。
perhaps-signatures = 也可能与签名（DNSSEC）有关。
no-address = 没有该类型的地址
no-address-found = 无法查明地址
no-such-record = 没有这种记录
does-not-exist = 名称不存在 (NXDOMAIN)
refuses-to-answer = 拒绝回答 (REFUSED)
could-not-find-out = 未能查到 (SERVFAIL)
the-resolver = 解析器

## 规则
finding-dns-no-such-name = 名称 {$host} 不存在
    .cause = DNS 表明该名称不存在：可能拼写错误、已过期，或只存在于其他网络内部。{$told}
    .remedy = 请对照邮件服务商的帮助页面检查拼写。
finding-dns-no-address = 名称 {$host} 存在，但没有可连接的地址
    .cause = 没有可用类型的地址记录，邮件客户端无法连接。
    .remedy = 请使用邮件服务商公布的主机名，通常是另一个名称（mail.、smtp.、imap.）。
