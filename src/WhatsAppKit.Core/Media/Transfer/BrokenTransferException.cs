namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>A transfer broke on the way; another attempt may do better. Callers of the library never see it.</summary>
internal sealed class BrokenTransferException(string reason, Exception? innerException = null) : Exception(reason, innerException);
