using System.Text.Json;
using Google.Protobuf;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.AppState;

/// <summary>What Baileys and whatsmeow made of the app state.</summary>
internal static class AppStateVectors
{
    public static JsonElement All { get; } = Vectors.Json("app_state.json");

    public static KnownKeys Keys { get; } = Known([.. All.GetProperty("appStateKeys").GetProperty("keys").EnumerateArray()
        .Select(key => new AppStateKeySet(key.Hex("keyIdHex"), key.Hex("keyDataHex")))]);

    public static KnownKeys Known(params AppStateKeySet[] keys) =>
        new(keys.ToDictionary(key => KeyRing.Name(key.Id.Span)), keys.LastOrDefault());

    public static SyncdPatch Patch(JsonElement of, string property = "syncdPatchHex") => SyncdPatch.Parser.ParseFrom(of.Hex(property));

    public static SealedRecord[] Records(SyncdPatch patch) => [.. patch.Mutations.Select(SealedRecord.Of)];

    /// <summary>The map of a working copy, in the vectors' form.</summary>
    public static Dictionary<string, string> Map(CollectionBuckets buckets) =>
        buckets.Entries.ToDictionary(entry => Hex(entry.IndexMac), entry => Hex(entry.ValueMac));

    public static Dictionary<string, string> Map(JsonElement of) =>
        of.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);

    public static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
