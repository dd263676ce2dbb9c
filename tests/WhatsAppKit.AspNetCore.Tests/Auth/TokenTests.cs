using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppKit.AspNetCore.Tests.Auth;

/// <summary>Tokens made by hand, byte by byte, so that no library helps the forger or the verifier.</summary>
public class TokenTests(GatewayFixture gateway)
{
    private static readonly byte[] OurKey = Encoding.UTF8.GetBytes(GatewayHost.SigningKey);

    public static TheoryData<string> Forgeries => new(Forged.Keys);

    private static Dictionary<string, Func<JsonObject, JsonObject, string>> Forged { get; } = new()
    {
        ["no signature, alg none"] = (header, claims) => Unsigned(With(header, "alg", "none"), claims) + ".",
        ["no signature, alg None"] = (header, claims) => Unsigned(With(header, "alg", "None"), claims) + ".",
        ["alg none with our signature"] = (header, claims) => Sign(With(header, "alg", "none"), claims, OurKey),
        ["the signature cut off"] = (header, claims) => Unsigned(header, claims) + ".",
        ["two parts only"] = (header, claims) => Unsigned(header, claims),
        ["another key"] = (header, claims) => Sign(header, claims, RandomNumberGenerator.GetBytes(32)),
        ["an empty key"] = (header, claims) => Sign(header, claims, []),
        ["claims changed after signing"] = (header, claims) => Swap(Sign(header, claims, OurKey), With(claims, "role", "OWNER")),
        ["alg RS256 with an HMAC"] = (header, claims) => Sign(With(header, "alg", "RS256"), claims, OurKey),
        ["alg HS512 named, HS256 made"] = (header, claims) => Sign(With(header, "alg", "HS512"), claims, OurKey),
        ["a true HS512"] = (header, claims) => Unsigned(With(header, "alg", "HS512"), claims)
            is var text ? text + "." + Encode(HMACSHA512.HashData(OurKey, Encoding.ASCII.GetBytes(text))) : "",
        ["a true RS256 with its own key in the header"] = (header, claims) => SignRsa(With(header, "alg", "RS256"), claims),
        ["expired beyond the skew"] = (header, claims) => Sign(header, With(claims, "exp", Now(-31)), OurKey),
        ["not yet valid beyond the skew"] = (header, claims) => Sign(header, With(claims, "nbf", Now(60)), OurKey),
        ["without exp"] = (header, claims) => Sign(header, Without(claims, "exp"), OurKey),
        ["exp as text"] = (header, claims) => Sign(header, With(claims, "exp", "never"), OurKey),
        ["another issuer"] = (header, claims) => Sign(header, With(claims, "iss", "somebody"), OurKey),
        ["no issuer"] = (header, claims) => Sign(header, Without(claims, "iss"), OurKey),
        ["another audience"] = (header, claims) => Sign(header, With(claims, "aud", "somebody"), OurKey),
        ["no audience"] = (header, claims) => Sign(header, Without(claims, "aud"), OurKey),
        ["no subscription"] = (header, claims) => Sign(header, Without(claims, "sub_id"), OurKey),
        ["jku, signed by its key"] = (header, claims) => Sign(With(header, "jku", "http://127.0.0.1:1/keys"), claims, RandomNumberGenerator.GetBytes(32)),
        ["x5u, signed by its key"] = (header, claims) => Sign(With(header, "x5u", "http://127.0.0.1:1/chain"), claims, RandomNumberGenerator.GetBytes(32)),
        ["jwk in the header, signed by it"] = (header, claims) => SignWithOwnKey(header, claims),
        ["kid that walks to an empty file"] = (header, claims) => Sign(With(header, "kid", "../../../dev/null"), claims, []),
        ["kid that injects"] = (header, claims) => Sign(With(header, "kid", "' UNION SELECT '' --"), claims, []),
        ["crit unknown, other key"] = (header, claims) => Sign(With(header, "crit", new JsonArray("x")), claims, RandomNumberGenerator.GetBytes(32)),
        ["an encrypted token"] = (header, claims) => $"{Encode("""{"alg":"dir","enc":"A256GCM"}"""u8)}..{Encode(new byte[12])}.{Encode(new byte[64])}.{Encode(new byte[16])}",
        ["a valid token encrypted with our key"] = (header, claims) => Encrypt(Sign(header, claims, OurKey)),
        ["garbage"] = (_, _) => "eyJ.###.???",
        ["empty"] = (_, _) => "",
        ["20 kB"] = (_, _) => new string('a', 20_000),
    };

    [Fact]
    public async Task A_token_made_by_hand_with_the_right_key_is_accepted_so_that_the_forgeries_below_mean_something()
    {
        var (header, claims) = await PartsAsync();
        (await CallAsync(Sign(header, claims, OurKey))).Is(HttpStatusCode.OK);
        (await CallAsync(Sign(header, With(claims, "exp", Now(-10)), OurKey))).Is(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_token_is_refused(string kind)
    {
        var (header, claims) = await PartsAsync();
        var answer = await CallAsync(Forged[kind](header, claims));
        answer.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_token_of_a_megabyte_is_refused_before_it_is_read() =>
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await CallAsync(new string('a', 1_000_000))).Status);

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task An_address_in_a_token_is_not_called(string name)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (header, claims) = await PartsAsync();
        var key = RandomNumberGenerator.GetBytes(32);
        (await CallAsync(Sign(With(With(header, "kid", "theirs"), name, $"http://{listener.LocalEndpoint}/keys"), claims, key))).Is(HttpStatusCode.Unauthorized);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Other_schemes_and_two_credentials_at_once_are_no_login()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        foreach (var value in new[] { tenant.Person.Credential!, "Basic " + tenant.Person.Credential, $"Bearer {tenant.Person.Credential}, Bearer x", "Bearer" })
        {
            var caller = gateway.Host.Anonymous();
            caller.Headers["Authorization"] = value;
            (await caller.GetAsync("/api/instances")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    private Task<Answer> CallAsync(string token) => gateway.Host.Anonymous().With(token).GetAsync("/api/instances");

    private async Task<(JsonObject Header, JsonObject Claims)> PartsAsync()
    {
        var parts = (await Tenant.RegisterAsync(gateway.Host)).Person.Credential!.Split('.');
        return (Parse(parts[0]), Parse(parts[1]));
    }

    private static JsonObject Parse(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static string Encode(JsonObject part) => Encode(JsonSerializer.SerializeToUtf8Bytes(part));

    private static string Unsigned(JsonObject header, JsonObject claims) => $"{Encode(header)}.{Encode(claims)}";

    private static string Sign(JsonObject header, JsonObject claims, byte[] key) =>
        Unsigned(header, claims) is var text ? text + "." + Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text))) : "";

    private static string Swap(string token, JsonObject claims) => token.Split('.') is var parts ? $"{parts[0]}.{Encode(claims)}.{parts[2]}" : "";

    private static string SignWithOwnKey(JsonObject header, JsonObject claims)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        return Sign(With(header, "jwk", new JsonObject { ["kty"] = "oct", ["k"] = Encode(key), ["alg"] = "HS256" }), claims, key);
    }

    private static string SignRsa(JsonObject header, JsonObject claims)
    {
        using var rsa = RSA.Create(2048);
        var shown = rsa.ExportParameters(includePrivateParameters: false);
        var text = Unsigned(With(header, "jwk", new JsonObject { ["kty"] = "RSA", ["n"] = Encode(shown.Modulus), ["e"] = Encode(shown.Exponent) }), claims);
        return text + "." + Encode(rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>A128CBC-HS256 with our key itself, as RFC 7518 has it: one half for the tag, the other for the text.</summary>
    private static string Encrypt(string token)
    {
        var header = Encode("""{"alg":"dir","enc":"A128CBC-HS256","cty":"JWT"}"""u8);
        using var aes = Aes.Create();
        aes.Key = OurKey[16..32];
        var text = aes.EncryptCbc(Encoding.ASCII.GetBytes(token), aes.IV);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)header.Length * 8);
        byte[] signed = [.. Encoding.ASCII.GetBytes(header), .. aes.IV, .. text, .. length];
        var tag = HMACSHA256.HashData(OurKey[..16], signed)[..16];
        return $"{header}..{Encode(aes.IV)}.{Encode(text)}.{Encode(tag)}";
    }

    private static JsonObject With(JsonObject part, string name, JsonNode value)
    {
        part[name] = value;
        return part;
    }

    private static JsonObject Without(JsonObject part, string name)
    {
        Assert.True(part.Remove(name), name);
        return part;
    }

    private static long Now(int offset) => DateTimeOffset.UtcNow.ToUnixTimeSeconds() + offset;
}
