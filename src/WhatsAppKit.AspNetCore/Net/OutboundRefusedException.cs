namespace WhatsAppKit.AspNetCore.Net;

/// <summary>An address that a caller named is not fetched from, or gave nothing; the message is for the caller.</summary>
internal sealed class OutboundRefusedException(string reason, bool isAddress = false, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>True when the address itself is refused; false when what answered there is of no use.</summary>
    public bool IsAddress { get; } = isAddress;
}
