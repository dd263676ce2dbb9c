namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>The clock at the precision that the database keeps: an answer right after a write says what later ones will.</summary>
internal static class StoredTime
{
    public static DateTimeOffset Now(TimeProvider time) => Of(time.GetUtcNow());

    public static DateTimeOffset Of(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
