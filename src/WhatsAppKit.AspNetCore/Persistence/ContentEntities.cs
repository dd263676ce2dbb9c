using WhatsAppKit.AspNetCore.Messages.Receiving;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>What somebody did to a message: the last of a kind and a person counts.</summary>
internal sealed class MessageMark
{
    public long MessageSequence { get; set; }

    public MarkKind Kind { get; set; }

    /// <summary>Whose it is, as a JID; empty for what holds for everyone.</summary>
    public string By { get; set; } = "";

    public string SubscriptionId { get; set; } = "";

    /// <summary>The name that answers give the person: a number or a JID.</summary>
    public string Name { get; set; } = "";

    /// <summary>A reaction's emoji; else JSON.</summary>
    public string Value { get; set; } = "";

    public DateTimeOffset At { get; set; }
}

/// <summary>A file: uploaded to be sent, or received, and then fetched when somebody asks for it.</summary>
internal sealed class StoredMedia
{
    public string Id { get; set; } = Ids.Create();

    public string SubscriptionId { get; set; } = "";

    public string InstanceId { get; set; } = "";

    public string MimeType { get; set; } = "";

    public string? FileName { get; set; }

    /// <summary>Bytes; below 0 when a sender did not tell.</summary>
    public long Length { get; set; }

    /// <summary>The sealed key of the file on disk; null while there is none.</summary>
    public byte[]? Key { get; set; }

    /// <summary>Where WhatsApp has it, sealed; null for an upload.</summary>
    public byte[]? Source { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the file on disk may go.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}
