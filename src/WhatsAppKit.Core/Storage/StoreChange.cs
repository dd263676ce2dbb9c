namespace WhatsAppKit.Core.Storage;

/// <summary>One record to write or to delete.</summary>
public readonly record struct StoreChange
{
    private StoreChange(string kind, string key, ReadOnlyMemory<byte>? value, DateTimeOffset? expiresAt)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(key);
        Kind = kind;
        Key = key;
        Value = value;
        ExpiresAt = expiresAt;
    }

    /// <summary>What the record is: one of <see cref="StoreKind"/>.</summary>
    public string Kind { get; }

    /// <summary>The record's key, unique within its kind.</summary>
    public string Key { get; }

    /// <summary>The record, or null to delete it.</summary>
    public ReadOnlyMemory<byte>? Value { get; }

    /// <summary>When the store may drop the record and must no longer return it; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Writes a record, replacing an earlier one.</summary>
    public static StoreChange Set(string kind, string key, ReadOnlyMemory<byte> value, DateTimeOffset? expiresAt = null) =>
        new(kind, key, value, expiresAt);

    /// <summary>Deletes a record; deleting one that does not exist is no error.</summary>
    public static StoreChange Delete(string kind, string key) => new(kind, key, null, null);
}
