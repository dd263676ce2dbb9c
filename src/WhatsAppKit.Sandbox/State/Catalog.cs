using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.State;

/// <summary>What a business sells. Callers hold the account directory's gate.</summary>
internal sealed class Catalog
{
    private int _last;

    /// <summary>Products by id, each as the fields its owner sent, oldest first.</summary>
    public List<(string Id, BinaryNode Fields)> Products { get; } = [];

    public string NewId() => Stanzas.Nodes.Text(7_000_000_000_000_000 + ++_last);
}
