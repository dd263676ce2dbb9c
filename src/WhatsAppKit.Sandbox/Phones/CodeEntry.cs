using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing.LinkCode;
using WhatsAppKit.Sandbox.Listener;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>What a phone does with a typed code: it agrees on a secret with the device that showed it, and links that device.</summary>
internal sealed class CodeEntry(SandboxCore core, SandboxPhone phone)
{
    public async Task<Jid> RunAsync(string typed, CancellationToken cancellationToken)
    {
        var code = CodeText.Read(typed) ?? throw new ArgumentException("A pairing code has eight letters and digits, without 0, I, O and U.", nameof(typed));
        var connection = core.FindWaitingForCode(phone.Number)
            ?? throw new InvalidOperationException("No device waits for a code of this phone.");
        var offer = connection.Codes!.Offer!;
        using var ephemeral = KeyPair.Generate();
        var finish = await ExchangeAsync(connection, offer, ephemeral, code, cancellationToken).ConfigureAwait(false);
        var secret = Agree(offer, finish, connection.Registration!, ephemeral, code);
        try
        {
            return await new DeviceLinking(core, phone).RunAsync(connection, secret, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private async Task<CodeFinish> ExchangeAsync(
        ClientConnection connection, CodeOffer offer, KeyPair ephemeral, string code, CancellationToken cancellationToken)
    {
        var finish = offer.ExpectFinish();
        try
        {
            var hello = PrimaryHello(offer, KeyWrap.Wrap(ephemeral.PublicKey, code));
            await connection.SendAsync(core.Options.Faults.PrimaryHello(hello)).ConfigureAwait(false);
            return await finish.WaitAsync(DeviceLinking.AnswerTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw new InvalidOperationException("The device does not answer: its code was used before, or has expired.", error);
        }
        finally
        {
            offer.StopExpecting();
        }
    }

    private BinaryNode PrimaryHello(CodeOffer offer, byte[] wrapped) =>
        new(
            "notification",
            [
                ("from", Jid.WhatsAppServer),
                ("type", "link_code_companion_reg"),
                ("id", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))),
                ("t", Stanzas.Nodes.Text(core.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds())),
            ],
            new BinaryNode(
                "link_code_companion_reg",
                [("stage", "primary_hello")],
                new BinaryNode("link_code_pairing_wrapped_primary_ephemeral_pub", null, wrapped),
                new BinaryNode("primary_identity_pub", null, phone.State.Credentials.IdentityKey.PublicKey.Memory),
                new BinaryNode("link_code_pairing_ref", null, offer.Reference)));

    /// <summary>The secret that only a device with the same code can have led to.</summary>
    private byte[] Agree(CodeOffer offer, CodeFinish finish, Registration registration, KeyPair ephemeral, string code)
    {
        var own = phone.State.Credentials.IdentityKey;
        var companion = new PublicKey(finish.Identity.Span);
        Span<byte> shared = stackalloc byte[Curve25519.SharedSecretLength];
        Span<byte> identityShared = stackalloc byte[Curve25519.SharedSecretLength];
        Span<byte> random = stackalloc byte[KeyBundle.RandomLength];
        try
        {
            Curve25519.Agree(ephemeral.PrivateKey, KeyWrap.Unwrap(offer.WrappedEphemeral.Span, code), shared);
            if (!KeyBundle.TryOpen(finish.Bundle.Span, shared, companion, own.PublicKey, random)
                || !companion.Span.SequenceEqual(registration.Payload.DevicePairingData.EIdent.Span))
            {
                throw new InvalidOperationException("The code is wrong.");
            }

            Curve25519.Agree(own.PrivateKey, companion, identityShared);
            return CodeAgreement.DeriveAdvSecret(shared, identityShared, random);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(identityShared);
            CryptographicOperations.ZeroMemory(random);
        }
    }
}
