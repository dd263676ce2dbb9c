namespace WhatsAppKit.Core.Crypto;

/// <summary>A key, signature or ciphertext that another party sent is not acceptable; deliberately without a reason.</summary>
public sealed class CryptoException : WhatsAppException
{
    internal CryptoException(string message)
        : base(message)
    {
    }
}
