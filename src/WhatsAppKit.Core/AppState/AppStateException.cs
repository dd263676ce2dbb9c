namespace WhatsAppKit.Core.AppState;

/// <summary>A change of what the account's devices share could not be made; nothing was changed.</summary>
public sealed class AppStateException : WhatsAppException
{
    private AppStateException(AppStateError error, string message)
        : base(message) => Error = error;

    /// <summary>Why.</summary>
    public AppStateError Error { get; }

    /// <summary>The server's code, when it refused; otherwise null.</summary>
    public int? Code { get; private init; }

    /// <inheritdoc/>
    public override bool IsTransient => Error switch
    {
        AppStateError.KeysMissing or AppStateError.Conflict => true,
        AppStateError.Refused => Code is 429 or >= 500,
        _ => false,
    };

    internal static AppStateException KeysMissing() =>
        new(AppStateError.KeysMissing, "The phone has not shared the keys of the app state with this device yet.");

    internal static AppStateException Damaged(string collection) =>
        new(AppStateError.Damaged, $"The collection {collection} of the app state does not verify.");

    internal static AppStateException Conflict(string collection, int attempts) =>
        new(AppStateError.Conflict, $"Other devices changed the collection {collection} first, {attempts} times in a row.");

    internal static AppStateException Refused(string collection, int code) =>
        new(AppStateError.Refused, $"The server refused the collection {collection} of the app state: {code}.") { Code = code };
}
