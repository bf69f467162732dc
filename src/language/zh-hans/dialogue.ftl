### 关于这一层的文字：规则。

finding-dialogue-no-greeting = {$host} 在 {$port} 端口接受连接，但没有任何应答
    .cause = {$waited} 内没有问候。该端口的服务已挂起，或问候延迟得更久，或途中有别的设备代为接受了连接。
    .remedy = 请检查服务。如果是有意延迟问候，延长 --timeout 即可确认。
