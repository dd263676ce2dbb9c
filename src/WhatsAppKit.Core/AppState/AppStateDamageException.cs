namespace WhatsAppKit.Core.AppState;

/// <summary>A collection, or a change of one, does not verify; nothing of it was taken. It never leaves this folder.</summary>
internal sealed class AppStateDamageException(string what, Exception? innerException = null)
    : WhatsAppException($"The app state is damaged: {what}.", innerException);
