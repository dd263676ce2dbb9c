using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Signal;

/// <summary>A sender key as it is given to others: it opens the messages from <see cref="Iteration"/> on.</summary>
internal sealed record SenderKeyDistribution(uint KeyId, uint Iteration, ReadOnlyMemory<byte> ChainKey, PublicKey SigningKey)
{
    private static readonly MessageParser<SenderKeyDistributionMessage> Parser = SenderKeyDistributionMessage.Parser.WithDiscardUnknownFields(true);

    /// <summary>What opens every message this key sends from now on.</summary>
    public static SenderKeyDistribution Of(SenderKeyState state) =>
        new(state.KeyId, state.Chain.Index, state.Chain.Memory.ToArray(), state.SigningKey);

    public static SenderKeyDistribution Parse(ReadOnlyMemory<byte> bytes)
    {
        WireFormat.RequireVersion(bytes.Span);
        var wire = WireFormat.Parse(Parser, bytes.Span[1..]);
        return wire.ChainKey.Length == Signal.ChainKey.Length
            ? new SenderKeyDistribution(wire.Id, wire.Iteration, wire.ChainKey.Memory, WireFormat.ReadKey(wire.SigningKey))
            : throw new SignalException(SignalError.Malformed, $"A sender key has {wire.ChainKey.Length} bytes, not {Signal.ChainKey.Length}.");
    }

    /// <summary>The wire form; it is a secret, and travels only inside messages for one device.</summary>
    public byte[] Serialize() => WireFormat.Write(
        new SenderKeyDistributionMessage
        {
            Id = KeyId,
            Iteration = Iteration,
            ChainKey = UnsafeByteOperations.UnsafeWrap(ChainKey),
            SigningKey = ByteString.CopyFrom(SigningKey.Serialized),
        },
        trailer: 0);

    public override string ToString() => $"[sender key {KeyId} from {Iteration}]";
}
