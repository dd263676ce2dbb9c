using System.Reflection;
using System.Text.Json;

namespace WhatsAppKit.TestKit;

/// <summary>The vector files embedded in this assembly; <c>Vectors/README.md</c> says where each comes from.</summary>
public static class Vectors
{
    /// <summary>The bytes of one file, named by its path below <c>Vectors/</c>.</summary>
    public static byte[] Bytes(string path)
    {
        var name = "WhatsAppKit.TestKit.Vectors." + path.Replace('/', '.');
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"No vector file named {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>One file parsed as JSON.</summary>
    public static JsonElement Json(string path)
    {
        using var document = JsonDocument.Parse(Bytes(path));
        return document.RootElement.Clone();
    }

    /// <summary>The bytes of a hexadecimal string property.</summary>
    public static byte[] Hex(this JsonElement element, string property) => Convert.FromHexString(element.GetProperty(property).GetString()!);

    /// <summary>The bytes of a base64 string property.</summary>
    public static byte[] Base64(this JsonElement element, string property) => Convert.FromBase64String(element.GetProperty(property).GetString()!);

    /// <summary>The text of a string property.</summary>
    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
