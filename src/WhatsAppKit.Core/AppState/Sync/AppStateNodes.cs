using System.Globalization;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>Shapes and reads the stanzas of the app state.</summary>
internal static class AppStateNodes
{
    /// <summary>Asks for what came after a version, or for the whole collection.</summary>
    public static BinaryNode Fetch(string collection, ulong version, bool asSnapshot) => Sync(new BinaryNode(
        "collection",
        asSnapshot
            ? [("name", collection), ("return_snapshot", "true")]
            : [("name", collection), ("version", Text(version)), ("return_snapshot", "false")]));

    /// <summary>Offers a patch on top of a version.</summary>
    public static BinaryNode Upload(string collection, ulong version, ReadOnlyMemory<byte> patch) => Sync(new BinaryNode(
        "collection",
        [("name", collection), ("version", Text(version)), ("return_snapshot", "false")],
        new BinaryNode("patch", null, patch)));

    /// <exception cref="ProtocolException">The answer is not about that collection.</exception>
    public static CollectionAnswer Read(BinaryNode answer, string collection)
    {
        var node = answer.Child("sync")?.ChildrenOf("collection").FirstOrDefault(child => child["name"] == collection)
            ?? throw new ProtocolException("An answer of the app state names another collection.");
        var patches = (node.Child("patches")?.ChildrenOf("patch") ?? []).Concat(node.ChildrenOf("patch")).Where(patch => patch.HasContent);
        return new CollectionAnswer(
            node["type"] == "error" ? (int)Math.Clamp(node.Child("error")?.Number("code") ?? 0, 0, int.MaxValue) : null,
            // The cast matters: a plain null would become empty bytes.
            node.Child("snapshot") is { HasContent: true } snapshot ? snapshot.Bytes : (ReadOnlyMemory<byte>?)null,
            [.. patches.Select(patch => patch.Bytes)],
            node["has_more_patches"] == "true");
    }

    /// <summary>The collections that a notification names, and their versions where it tells them.</summary>
    public static IEnumerable<(string Name, ulong? Version)> Changed(BinaryNode notification) =>
        from child in notification.ChildrenOf("collection")
        let name = child["name"]
        where CollectionNames.All.Contains(name)
        select (name, child.Number("version") is { } version and >= 0 ? (ulong)version : (ulong?)null);

    private static BinaryNode Sync(BinaryNode collection) => new(
        "iq", [("to", Jid.WhatsAppServer), ("type", "set"), ("xmlns", "w:sync:app:state")], new BinaryNode("sync", null, collection));

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
