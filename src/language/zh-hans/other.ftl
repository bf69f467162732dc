### 关于这一层的文字：规则。

finding-other-cut-short = 检测在看完全部内容之前结束
    .cause = 达到时限、被中断，或内容超过一次检测所能保存的量；进行到一半的部分不作判定。
    .remedy = {$do}
finding-other-unexplained = {$step} 以本工具未知的方式失败：{$detail}
    .cause = 没有规则适用于此，因此不作判定；可能无害，也可能有害。
    .remedy = 请将本报告附在工单中，并请告知本工具的开发者。
let-it-end = 请重新检测，并等待其自行结束。
give-more-time = 请延长 --deadline 或减少端口，然后重新检测。
