using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Content;

/// <summary>Turns what messages say, and where files lie, into sealed bytes and back. The ids are authenticated with them.</summary>
internal sealed class BodySealer(RecordSealer sealer)
{
    private const string BodyKind = "message-body";
    private const string SourceKind = "media-source";

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // A sender may write a place that is no number.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JidConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameContents } },
    };

    public byte[] Seal(string instanceId, string messageId, StoredBody body) =>
        sealer.Seal(instanceId, BodyKind, messageId, JsonSerializer.SerializeToUtf8Bytes(body, Json));

    /// <summary>What a row says; null when it says nothing, or nothing any more.</summary>
    public StoredBody? Open(StoredMessage row) => row.Body is { } body
        ? JsonSerializer.Deserialize<StoredBody>(sealer.Open(row.InstanceId, BodyKind, row.MessageId, body), Json)
        : null;

    public byte[] Seal(string instanceId, string mediaId, MediaSource source) =>
        sealer.Seal(instanceId, SourceKind, mediaId, JsonSerializer.SerializeToUtf8Bytes(source, Json));

    public MediaSource? Open(StoredMedia row) => row.Source is { } source
        ? JsonSerializer.Deserialize<MediaSource>(sealer.Open(row.InstanceId, SourceKind, row.Id, source), Json)
        : null;

    /// <summary>The name in front of each content's fields. Renaming a type must not change it: rows have it.</summary>
    private static void NameContents(JsonTypeInfo type)
    {
        if (type.Type != typeof(MessageContent))
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions();
        foreach (var (content, name) in ContentKinds.Types)
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(content, name));
        }
    }

    private sealed class JidConverter : JsonConverter<Jid>
    {
        public override Jid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Jid.TryParse(reader.GetString(), out var jid) ? jid : default;

        public override void Write(Utf8JsonWriter writer, Jid value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
