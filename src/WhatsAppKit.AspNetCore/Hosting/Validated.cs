namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Checks that several requests share.</summary>
internal static class Validated
{
    public static string Name(string? text, string field, int maxLength = 100)
    {
        var name = (text ?? "").Trim();
        return name.Length >= 1 && name.Length <= maxLength && !name.Any(char.IsControl)
            ? name
            : throw GatewayException.Invalid(field, $"1 to {maxLength} characters are needed.");
    }
}
