using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Noise;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Transport;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Noise;

/// <summary>The handshake and the frames after it against a recorded connection with fixed keys.</summary>
public sealed class NoiseHandshakeTests
{
    private readonly JsonElement _noise = NoiseVectors.Section;

    [Fact]
    public void Every_step_leaves_the_recorded_hash_chaining_key_and_cipher_key()
    {
        var (clientEphemeral, clientStatic) = (NoiseVectors.Pair("client-ephemeral"), NoiseVectors.Pair("client-static"));
        var hello = HandshakeMessage.Parser.ParseFrom(_noise.Hex("serverHelloMessage")).ServerHello;
        var serverEphemeral = new PublicKey(hello.Ephemeral.Span);
        using var state = new NoiseSymmetricState();
        var steps = _noise.GetProperty("steps").EnumerateArray().ToArray();
        var done = 0;

        void Step(string after, Action action)
        {
            action();
            AssertState(steps[done++], after, state);
        }

        Step("MixHash(prologue 57410603)", () => state.MixHash(NoiseHandshake.Prologue.Span));
        Step("MixHash(client ephemeral)", () => state.MixHash(clientEphemeral.PublicKey.Span));
        Step("MixHash(server ephemeral)", () => state.MixHash(serverEphemeral.Span));
        Step("MixKey(ee)", () => state.MixKey(Agree(clientEphemeral, serverEphemeral)));
        var serverStatic = Array.Empty<byte>();
        Step("MixHash(encrypted server static)", () => serverStatic = state.Open(hello.Static.Span));
        Assert.Equal(NoiseVectors.Pair("server-static").PublicKey, new PublicKey(serverStatic));
        Step("MixKey(es)", () => state.MixKey(Agree(clientEphemeral, new PublicKey(serverStatic))));
        Step("MixHash(encrypted certificate)", () => Assert.Equal(_noise.Hex("certChain"), state.Open(hello.Payload.Span)));
        Step("MixHash(encrypted client static)", () => state.Seal(clientStatic.PublicKey.Span));
        Step("MixKey(se)", () => state.MixKey(Agree(clientStatic, serverEphemeral)));
        Step("MixHash(encrypted client payload)", () => state.Seal(_noise.Hex("clientPayload")));
        Assert.Equal(steps.Length, done);
    }

    [Fact]
    public void The_handshake_sends_the_recorded_messages_and_passes_through_the_recorded_states()
    {
        var steps = _noise.GetProperty("steps").EnumerateArray().ToArray();
        using var handshake = new NoiseHandshake(NoiseVectors.Pair("client-ephemeral"));

        var clientHello = handshake.WriteClientHello();
        AssertState(steps[1], "MixHash(client ephemeral)", handshake.State);
        Assert.Equal(_noise.Hex("clientHelloFrame"), NoiseChannel.Opening(clientHello, null));
        var routed = _noise.GetProperty("withRoutingInfo");
        Assert.Equal(routed.Hex("clientHelloFrame"), NoiseChannel.Opening(clientHello, routed.Hex("routingInfo")));

        handshake.ReadServerHello(_noise.Hex("serverHelloFrame").AsSpan(NoiseVectors.FrameHeader), NoiseVectors.Root, NoiseVectors.Now);
        AssertState(steps[6], "MixHash(encrypted certificate)", handshake.State);

        byte[] finish = [0, 0, 0, .. handshake.WriteClientFinish(NoiseVectors.Pair("client-static"), _noise.Hex("clientPayload"))];
        FrameSocket.WriteHeader(finish);
        AssertState(steps[9], "MixHash(encrypted client payload)", handshake.State);
        Assert.Equal(_noise.Hex("clientFinishFrame"), finish);

        var (write, read) = handshake.Split();
        AssertFrames("clientToServer", write, new NoiseFrameCipher(_noise.Hex("clientToServerKey")));
        AssertFrames("serverToClient", new NoiseFrameCipher(_noise.Hex("serverToClientKey")), read);
    }

    [Fact]
    public void Refuses_a_server_hello_that_was_altered_anywhere()
    {
        var message = _noise.Hex("serverHelloMessage");
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            var altered = message.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = Record.Exception(() => Read(altered, NoiseVectors.Root, NoiseVectors.Now));

            // The top bit of a public key does not count in X25519, but the hash covers it.
            Assert.True(error is NoiseException or ServerCertificateException, $"bit {bit}: {error?.GetType().Name ?? "accepted"}");
        }
    }

    [Fact]
    public void Refuses_a_server_hello_without_one_of_its_parts()
    {
        var remove = new (string Part, Action<HandshakeMessage.Types.ServerHello> Remove)[]
        {
            ("ephemeral", hello => hello.ClearEphemeral()),
            ("static", hello => hello.ClearStatic()),
            ("payload", hello => hello.ClearPayload()),
            ("half of the ephemeral", hello => hello.Ephemeral = Google.Protobuf.ByteString.CopyFrom(hello.Ephemeral.Span[..16])),
            ("half of the static", hello => hello.Static = Google.Protobuf.ByteString.CopyFrom(hello.Static.Span[..8])),
            ("an ephemeral that agrees to nothing", hello => hello.Ephemeral = Google.Protobuf.ByteString.CopyFrom(new byte[PublicKey.Length])),
        };
        foreach (var (part, change) in remove)
        {
            var message = HandshakeMessage.Parser.ParseFrom(_noise.Hex("serverHelloMessage"));
            change(message.ServerHello);
            var error = Record.Exception(() => Read(Google.Protobuf.MessageExtensions.ToByteArray(message), NoiseVectors.Root, NoiseVectors.Now));

            Assert.True(error is NoiseException, $"{part}: {error?.GetType().Name ?? "accepted"}");
        }

        Assert.Throws<NoiseException>(() => Read([], NoiseVectors.Root, NoiseVectors.Now));
    }

    [Fact]
    public void The_static_key_does_not_leave_before_the_server_has_proved_itself()
    {
        using var handshake = new NoiseHandshake(NoiseVectors.Pair("client-ephemeral"));
        handshake.WriteClientHello();

        Assert.Throws<InvalidOperationException>(() => handshake.WriteClientFinish(NoiseVectors.Pair("client-static"), []));
    }

    [Fact]
    public void A_frame_that_was_altered_repeated_or_cut_is_refused()
    {
        var frame = _noise.GetProperty("frames").GetProperty("serverToClient")[0].Hex("frame")[NoiseVectors.FrameHeader..];
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            var altered = frame.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<NoiseException>(() => Open(altered));
        }

        for (var length = 0; length < frame.Length; length++)
        {
            var cut = frame[..length];
            Assert.Throws<NoiseException>(() => Open(cut));
        }

        using var cipher = new NoiseFrameCipher(_noise.Hex("serverToClientKey"));
        cipher.Open(frame.ToArray());
        Assert.Throws<NoiseException>(() => { cipher.Open(frame.ToArray()); });
    }

    private static void Read(byte[] serverHello, PublicKey root, DateTimeOffset now)
    {
        using var handshake = new NoiseHandshake(NoiseVectors.Pair("client-ephemeral"));
        handshake.WriteClientHello();
        handshake.ReadServerHello(serverHello, root, now);
    }

    private static byte[] Agree(KeyPair ours, PublicKey theirs)
    {
        var shared = new byte[Curve25519.SharedSecretLength];
        Curve25519.Agree(ours.PrivateKey, theirs, shared);
        return shared;
    }

    private static void AssertState(JsonElement step, string after, NoiseSymmetricState state)
    {
        Assert.Equal(after, step.Text("after"));
        Assert.Equal((after, step.Text("h")), (after, Convert.ToHexStringLower(state.Hash)));
        Assert.Equal((after, step.Text("ck")), (after, Convert.ToHexStringLower(state.ChainingKey)));
        if (step.TryGetProperty("k", out var key))
        {
            Assert.Equal((after, key.GetString()), (after, Convert.ToHexStringLower(state.Key)));
        }
    }

    private void AssertFrames(string direction, NoiseFrameCipher write, NoiseFrameCipher read)
    {
        var number = 0;
        foreach (var vector in _noise.GetProperty("frames").GetProperty(direction).EnumerateArray())
        {
            Assert.Equal(number++, vector.GetProperty("counter").GetInt32());
            byte[] plaintext = vector.Hex("plaintext"), frame = [0, 0, 0, .. plaintext, .. new byte[NoiseFrameCipher.TagLength]];
            write.Seal(frame.AsSpan(NoiseVectors.FrameHeader));
            FrameSocket.WriteHeader(frame);

            Assert.Equal(vector.Hex("frame"), frame);
            Assert.Equal(plaintext, read.Open(frame.AsSpan(NoiseVectors.FrameHeader)).ToArray());
        }
    }

    private void Open(byte[] frame)
    {
        using var cipher = new NoiseFrameCipher(_noise.Hex("serverToClientKey"));
        cipher.Open(frame);
    }
}
