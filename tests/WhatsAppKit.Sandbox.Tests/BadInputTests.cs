using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.TestKit;
using NoiseCertificate = WhatsAppKit.Core.Protobuf.CertChain.Types.NoiseCertificate;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Bad input from a server or a peer, through the whole stack: one clear error, and the stored state as it was.</summary>
public class BadInputTests
{
    public static TheoryData<string> Forgeries => new(Forged.Keys);

    private static Dictionary<string, Func<CertChain, byte[]>> Forged { get; } = new()
    {
        ["no chain at all"] = _ => [],
        ["no protobuf"] = _ => [0xFF, 0xFF, 0xFF, 0xFF],
        ["cut short"] = chain => chain.ToByteArray()[..^1],
        ["no intermediate"] = chain => Changed(chain, each => each.Intermediate = null),
        ["no leaf"] = chain => Changed(chain, each => each.Leaf = null),
        ["leaf and intermediate swapped"] = chain => Changed(chain, each => (each.Leaf, each.Intermediate) = (each.Intermediate, each.Leaf)),
        ["leaf as its own intermediate"] = chain => Changed(chain, each => each.Intermediate = each.Leaf),
        ["leaf signature changed"] = chain => Changed(chain, each => each.Leaf.Signature = Flipped(each.Leaf.Signature)),
        ["intermediate signature changed"] = chain => Changed(chain, each => each.Intermediate.Signature = Flipped(each.Intermediate.Signature)),
        ["leaf details changed"] = chain => Changed(chain, each => each.Leaf.Details = Flipped(each.Leaf.Details)),
        ["a whole chain of another root"] = chain => ForeignChain(chain),
    };

    [Fact]
    public async Task A_wrong_root_key()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var store = await PairedStoreAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));
        await RefusedAsync(sandbox, store, TestDevice.Options(sandbox) with { TrustedRootKey = RandomNumberGenerator.GetBytes(32) });
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_certificate(string kind)
    {
        var isForging = false;
        await using var sandbox = await SandboxWithAsync(new SandboxFaults
        {
            CertificateChain = chain => Volatile.Read(ref isForging) ? Forged[kind](CertChain.Parser.ParseFrom(chain)) : chain,
        });
        var store = await PairedStoreAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));
        Volatile.Write(ref isForging, true);
        await RefusedAsync(sandbox, store, TestDevice.Options(sandbox));
    }

    [Fact]
    public async Task A_frame_that_does_not_decrypt_ends_the_connection_and_the_next_one_works()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync("15550001");
        var store = new ObservedStore();
        await using var device = await TestDevice.PairAsync(sandbox, owner, store);
        await SettledAsync(device, owner);
        var before = await store.DumpAsync();
        foreach (var length in new[] { 0, 1, 15, 16, 200, 70_000 })
        {
            var connected = Connections(device);
            await sandbox.ConnectionOf(device.Client.Status.PhoneJid!.Value).InjectAsync(RandomNumberGenerator.GetBytes(length), isSealed: false);
            await Wait.UntilAsync(() => Connections(device) > connected, "the next connection");
            Assert.Equal("reader-failed", device.Events.OfType<ConnectionChanged>().Last(each => each.Status.State == ConnectionState.Reconnecting).Status.Error);
        }

        Assert.Equal(before, await store.DumpAsync());
        await SettledAsync(device, owner, "still there");
    }

    [Fact]
    public async Task A_truncated_or_malformed_node_is_dropped_and_the_connection_goes_on()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync("15550001");
        var store = new ObservedStore();
        await using var device = await TestDevice.PairAsync(sandbox, owner, store);
        await SettledAsync(device, owner);
        var before = await store.DumpAsync();
        var events = device.Events.Count;
        var connection = sandbox.ConnectionOf(device.Client.Status.PhoneJid!.Value);
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        BinaryNodeWriter.Write(
            new BinaryNode("message", [("from", owner.Jid), ("id", "X"), ("type", "text"), ("t", "1")], new BinaryNode("enc", [("v", "2"), ("type", "msg")], new byte[40])),
            writer);
        for (var length = 0; length < writer.WrittenCount; length++)
        {
            await connection.InjectAsync(writer.WrittenMemory[..length], isSealed: true);
        }

        byte[][] malformed = [[0], [0, 248], [0, 248, 255], [0, 249, 255, 255], [2, 1, 2, 3], [2, 0x78, 0x9C], [0, 248, 1, 0], [0, .. Enumerable.Repeat((byte)248, 500)]];
        foreach (var bytes in malformed)
        {
            await connection.InjectAsync(bytes, isSealed: true);
        }

        await SettledAsync(device, owner, "after all that", received => Assert.DoesNotContain(received, e => e is MessageUndecryptable));
        Assert.Equal(ConnectionState.Connected, device.Client.Status.State);
        Assert.DoesNotContain(device.Events.Skip(events), happened => happened is ConnectionChanged);
        Assert.Equal(WithoutSession(before), WithoutSession(await store.DumpAsync()));
    }

    [Fact]
    public async Task An_account_signature_that_does_not_verify_pairs_nothing()
    {
        await using var sandbox = await SandboxWithAsync(new SandboxFaults { AccountSignature = signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)] });
        await PairingRefusedAsync(sandbox, code => code, "signature-mismatch");
    }

    [Fact]
    public async Task A_scan_without_the_secret_of_the_code_pairs_nothing()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await PairingRefusedAsync(sandbox, code => WithPart(code, 3, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))), "hmac-mismatch");
    }

    [Fact]
    public async Task An_unknown_recipient()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync("15550001");
        var store = new ObservedStore();
        await using var device = await TestDevice.PairAsync(sandbox, owner, store);
        await SettledAsync(device, owner);
        await device.Client.Messages.SendTextAsync(owner.Jid, "so that our own devices are known");
        var before = await store.DumpAsync();

        foreach (var stranger in new[] { Jid.FromPhoneNumber("19990001"), new Jid("123456789012345", JidServer.Lid) })
        {
            await Assert.ThrowsAsync<RecipientNotFoundException>(() => device.Client.Messages.SendTextAsync(stranger, "anybody?"));
        }

        Assert.Equal(before, await store.DumpAsync());
    }

    private static Task<WhatsAppSandbox> SandboxWithAsync(SandboxFaults faults) =>
        WhatsAppSandbox.StartAsync(new SandboxOptions { Faults = faults }, TestLog.Factory);

    private static async Task<ObservedStore> PairedStoreAsync(WhatsAppSandbox sandbox, SandboxPhone owner)
    {
        var store = new ObservedStore();
        await using var device = await TestDevice.PairAsync(sandbox, owner, store);
        await SettledAsync(device, owner);
        return store;
    }

    private static async Task RefusedAsync(WhatsAppSandbox sandbox, ObservedStore store, WhatsAppClientOptions options)
    {
        var before = await store.DumpAsync();
        await using var device = TestDevice.Create(sandbox, store, options);
        await device.Client.ConnectAsync();
        await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.Failed, "the refusal");
        Assert.Equal("certificate-refused", device.Client.Status.Error);
        Assert.Single(device.Events.OfType<ConnectionChanged>(), each => each.Status.State == ConnectionState.Connecting);
        Assert.Equal(before, await store.DumpAsync());
    }

    private static async Task PairingRefusedAsync(WhatsAppSandbox sandbox, Func<string, string> scanned, string reason)
    {
        var owner = await sandbox.AddPhoneAsync("15550001");
        var store = new ObservedStore();
        await using var device = TestDevice.Create(sandbox, store);
        await device.Client.ConnectAsync();
        var code = await Wait.ForAsync(() => device.Client.Status.Qr, "a QR code");
        var before = await store.DumpAsync();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => owner.ScanAsync(scanned(code.Text)));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.Failed, "the refusal");
        Assert.Equal("pairing-refused", device.Client.Status.Error);
        Assert.Null(device.Client.Status.PhoneJid);
        Assert.Equal(before, await store.DumpAsync());
    }

    /// <summary>Waits until a message has come through: then everything before it has been handled.</summary>
    private static async Task SettledAsync(TestDevice device, SandboxPhone owner, string text = "settled", Action<IEnumerable<WhatsAppEvent>>? check = null)
    {
        await owner.SendTextAsync(owner.Number, text);
        await device.ReceivesAsync(text);
        check?.Invoke(device.Events);
    }

    private static int Connections(TestDevice device) =>
        device.Events.OfType<ConnectionChanged>().Count(each => each.Status.State == ConnectionState.Connected);

    /// <summary>The last message moved the ratchet on, and left its id and secret: all other records must be as they were.</summary>
    private static IEnumerable<string> WithoutSession(string[] dump) => dump.Where(line =>
        line.Split(' ')[0] is not (StoreKind.Session or StoreKind.ReceivedMessage or StoreKind.MessageSecret));

    private static string WithPart(string code, int part, string value) =>
        string.Join(',', code.Split(',').Select((each, i) => i == part ? value : each));

    private static byte[] Changed(CertChain chain, Action<CertChain> change)
    {
        change(chain);
        return chain.ToByteArray();
    }

    private static ByteString Flipped(ByteString bytes) => ByteString.CopyFrom([.. bytes.Span[..^1], (byte)(bytes[^1] ^ 1)]);

    /// <summary>A chain that is right in all but its root, for the same server key.</summary>
    private static byte[] ForeignChain(CertChain chain)
    {
        using var root = KeyPair.Generate();
        using var intermediate = KeyPair.Generate();
        var issuer = NoiseCertificate.Types.Details.Parser.ParseFrom(chain.Intermediate.Details);
        issuer.Key = ByteString.CopyFrom(intermediate.PublicKey.Span);
        chain.Intermediate = Signed(root, issuer.ToByteString());
        chain.Leaf = Signed(intermediate, chain.Leaf.Details);
        return chain.ToByteArray();
    }

    private static NoiseCertificate Signed(KeyPair issuer, ByteString details) =>
        new() { Details = details, Signature = ByteString.CopyFrom(XEdDsa.Sign(issuer.PrivateKey, details.Span)) };
}
