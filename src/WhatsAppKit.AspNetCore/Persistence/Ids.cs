using System.Security.Cryptography;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>Ids that cannot be guessed: 24 characters of a-z and 0-9, the first a letter.</summary>
internal static class Ids
{
    private const int Length = 24;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public static string Create() =>
        RandomNumberGenerator.GetString(Letters, 1) + RandomNumberGenerator.GetString(Letters + "0123456789", Length - 1);
}
