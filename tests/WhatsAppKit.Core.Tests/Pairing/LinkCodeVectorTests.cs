using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing.LinkCode;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Pairing;

/// <summary>Every step of pairing by code against values a reference client computed.</summary>
public sealed class LinkCodeVectorTests
{
    private readonly JsonElement _vector = VectorCredentials.File.GetProperty("linkCode");

    private string Code => _vector.Text("code");

    [Fact]
    public void Five_bytes_make_the_eight_symbols_of_the_reference()
    {
        var cases = _vector.GetProperty("crockford").EnumerateArray().ToArray();

        Assert.Equal(5, cases.Length);
        Assert.All(cases, each => Assert.Equal(each.Text("code"), CodeText.Encode(each.Hex("hex"))));
    }

    [Theory]
    [InlineData("abcd-2345", "ABCD2345")]
    [InlineData("ABCD 2345", "ABCD2345")]
    [InlineData("ABCD2345", "ABCD2345")]
    [InlineData("ABCD-234", null)]
    [InlineData("ABCD-23456", null)]
    [InlineData("ABCD-2340", null)]
    [InlineData("ABCD-234I", null)]
    [InlineData("ABCD-234O", null)]
    [InlineData("ABCD-234U", null)]
    [InlineData("ABCD_2345", null)]
    public void A_typed_code_is_read_as_people_write_it(string typed, string? code) => Assert.Equal(code, CodeText.Read(typed));

    [Fact]
    public void Generated_codes_are_codes_and_differ()
    {
        var codes = Enumerable.Range(0, 200).Select(_ => CodeText.Generate()).ToArray();

        Assert.All(codes, code => Assert.Equal(code, CodeText.Read(CodeText.Display(code))));
        Assert.Equal(codes.Length, codes.Distinct().Count());
    }

    [Fact]
    public void The_code_derives_the_key_of_the_reference()
    {
        var key = new byte[32];
        KeyWrap.DeriveKey(Code, _vector.Hex("salt"), key);

        Assert.Equal(_vector.Hex("codeKey"), key);
    }

    [Fact]
    public void Wraps_and_unwraps_the_keys_of_both_sides_as_the_reference_does()
    {
        foreach (var (pair, wrapped) in new[] { ("companionEphemeral", "wrappedCompanionEphemeral"), ("primaryEphemeral", "wrappedPrimaryEphemeral") })
        {
            var key = new PublicKey(_vector.GetProperty(pair).Hex("pub"));
            var expected = _vector.Hex(wrapped);

            Assert.Equal(expected, KeyWrap.Wrap(key, Code, expected.AsSpan(..32), expected.AsSpan(32, 16)));
            Assert.Equal(key, KeyWrap.Unwrap(expected, Code));
        }
    }

    [Fact]
    public void Another_code_or_an_altered_wrap_opens_to_another_key()
    {
        var wrapped = _vector.Hex("wrappedCompanionEphemeral");
        var key = new PublicKey(_vector.GetProperty("companionEphemeral").Hex("pub"));

        Assert.NotEqual(key, KeyWrap.Unwrap(wrapped, "ABCD1235"));
        foreach (var at in new[] { 0, 31, 32, 47, 48, 79 })
        {
            var altered = wrapped.ToArray();
            altered[at] ^= 1;
            Assert.NotEqual(key, KeyWrap.Unwrap(altered, Code));
        }

        Assert.ThrowsAny<ArgumentException>(() => KeyWrap.Unwrap(wrapped.AsSpan(1).ToArray(), Code));
    }

    [Fact]
    public void Both_sides_agree_on_the_secrets_of_the_reference()
    {
        var (companion, primary) = (Pair("companionEphemeral"), Pair("primaryEphemeral"));
        Assert.Equal(_vector.Hex("ephemeralShared"), Agreed(companion, primary.PublicKey));
        Assert.Equal(_vector.Hex("ephemeralShared"), Agreed(primary, companion.PublicKey));

        var (ownIdentity, phoneIdentity) = Identities();
        Assert.Equal(_vector.Hex("identityShared"), Agreed(ownIdentity, phoneIdentity.PublicKey));
        Assert.Equal(_vector.Hex("identityShared"), Agreed(phoneIdentity, ownIdentity.PublicKey));

        Assert.Equal(
            _vector.Hex("advSecret"),
            CodeAgreement.DeriveAdvSecret(_vector.Hex("ephemeralShared"), _vector.Hex("identityShared"), _vector.Hex("random")));
    }

    [Fact]
    public void The_bundle_is_that_of_the_reference_and_the_other_side_opens_it()
    {
        var key = new byte[32];
        KeyBundle.DeriveKey(_vector.Hex("ephemeralShared"), _vector.Hex("bundleSalt"), key);
        Assert.Equal(_vector.Hex("bundleKey"), key);

        var (own, phone) = Identities();
        var bundle = KeyBundle.Seal(
            _vector.Hex("ephemeralShared"), _vector.Hex("bundleSalt"), _vector.Hex("bundleIv"), own.PublicKey, phone.PublicKey, _vector.Hex("random"));
        Assert.Equal(_vector.Hex("wrappedKeyBundle"), bundle);

        var random = new byte[32];
        Assert.True(KeyBundle.TryOpen(bundle, _vector.Hex("ephemeralShared"), own.PublicKey, phone.PublicKey, random));
        Assert.Equal(_vector.Hex("random"), random);
    }

    [Fact]
    public void A_bundle_with_any_bit_flipped_or_for_other_keys_is_refused_and_gives_nothing()
    {
        var (own, phone) = Identities();
        var shared = _vector.Hex("ephemeralShared");
        var bundle = _vector.Hex("wrappedKeyBundle");
        var random = new byte[32];
        for (var bit = 0; bit < bundle.Length * 8; bit++)
        {
            var altered = bundle.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(KeyBundle.TryOpen(altered, shared, own.PublicKey, phone.PublicKey, random), $"bit {bit}");
        }

        Assert.False(KeyBundle.TryOpen(bundle.AsSpan(..^1), shared, own.PublicKey, phone.PublicKey, random));
        Assert.False(KeyBundle.TryOpen(bundle, _vector.Hex("identityShared"), own.PublicKey, phone.PublicKey, random));
        Assert.False(KeyBundle.TryOpen(bundle, shared, phone.PublicKey, phone.PublicKey, random));
        Assert.False(KeyBundle.TryOpen(bundle, shared, own.PublicKey, own.PublicKey, random));
        Assert.All(random, each => Assert.Equal(0, each));
    }

    [Fact]
    public void Our_answer_leads_the_other_side_to_the_same_secret()
    {
        var (own, phone) = Identities();
        var (companion, primary) = (Pair("companionEphemeral"), Pair("primaryEphemeral"));

        var (bundle, secret) = CodeAgreement.Answer(companion, own, primary.PublicKey, phone.PublicKey);

        var random = new byte[32];
        Assert.True(KeyBundle.TryOpen(bundle, Agreed(primary, companion.PublicKey), own.PublicKey, phone.PublicKey, random));
        Assert.Equal(CodeAgreement.DeriveAdvSecret(Agreed(primary, companion.PublicKey), Agreed(phone, own.PublicKey), random), secret);
        Assert.NotEqual(secret, CodeAgreement.Answer(companion, own, primary.PublicKey, phone.PublicKey).AdvSecret);
    }

    private static byte[] Agreed(KeyPair own, PublicKey other)
    {
        var shared = new byte[32];
        Curve25519.Agree(own.PrivateKey, other, shared);
        return shared;
    }

    private KeyPair Pair(string name) => new(new PrivateKey(_vector.GetProperty(name).Hex("priv")));

    private (KeyPair Companion, KeyPair Primary) Identities()
    {
        var companion = new KeyPair(new PrivateKey(_vector.Hex("companionIdentityPriv")));
        var primary = new KeyPair(new PrivateKey(_vector.Hex("primaryIdentityPriv")));
        Assert.Equal(_vector.Hex("companionIdentityPub"), companion.PublicKey.Span.ToArray());
        Assert.Equal(_vector.Hex("primaryIdentityPub"), primary.PublicKey.Span.ToArray());
        return (companion, primary);
    }
}
