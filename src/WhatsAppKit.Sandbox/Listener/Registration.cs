using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Sandbox.Listener;

/// <summary>A client that waits to be paired: its keys, and the references its QR codes carry.</summary>
internal sealed class Registration
{
    public required PublicKey NoiseKey { get; init; }

    public required ClientPayload Payload { get; init; }

    public required string[] References { get; init; }

    public string PairSuccessId { get; } = "pair-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>Completed by the client's answer to <c>pair-success</c>.</summary>
    public TaskCompletionSource<BinaryNode> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Registration From(PublicKey clientStatic, ClientPayload payload, int references)
    {
        var data = payload.DevicePairingData;
        if (data.EIdent.Length != 32 || data.ERegid.Length != 4 || data.ESkeyId.Length != 3 || data.ESkeyVal.Length != 32
            || data.ESkeySig.Length != 64 || data.BuildHash.Length != 16)
        {
            throw new InvalidDataException("The registration is malformed.");
        }

        byte[] signedKey = [PublicKey.DjbType, .. data.ESkeyVal.Span];
        return XEdDsa.Verify(new PublicKey(data.EIdent.Span), signedKey, data.ESkeySig.Span)
            ? new Registration
            {
                NoiseKey = clientStatic,
                Payload = payload,
                References = [.. Enumerable.Range(0, references).Select(_ => "2@" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)))],
            }
            : throw new InvalidDataException("The registration's pre-key signature does not verify.");
    }

    public BinaryNode PairDevice() =>
        new(
            "iq",
            [("from", Jid.WhatsAppServer), ("type", "set"), ("id", "pair-device"), ("xmlns", "md")],
            new BinaryNode("pair-device", null, [.. References.Select(reference => new BinaryNode("ref", null, Encoding.ASCII.GetBytes(reference)))]));
}
