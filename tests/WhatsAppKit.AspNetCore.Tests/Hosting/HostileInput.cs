using System.Text;
using System.Text.Json.Nodes;

namespace WhatsAppKit.AspNetCore.Tests.Hosting;

/// <summary>What strangers send instead of what is asked for.</summary>
internal static class HostileInput
{
    /// <summary>JSON of every type, in sizes and with characters that code trips over.</summary>
    public static IReadOnlyList<string> Values { get; } =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-1e308", "9223372036854775808", "99999999999999999999999999", "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\u202e\\ufeff\\ufffe\"", "\"../../etc/passwd\"", "\"%00%n%s{0}\"", "\"'; DROP TABLE Messages; --\"", "\"0000-00-00T99:99:99Z\"", "\"9999-12-31T23:59:59Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"1@g.us\"", "\"@s.whatsapp.net\"", "\"1@newsletter\"", $"\"{new string('9', 200)}\"", $"\"{new string('x', 70_000)}\"", "[]", "[null]", "[[]]", "[1,\"\"]", "{}", "{\"\":null}",
        $"[{string.Join(',', Enumerable.Repeat("\"15550001\"", 2000))}]", "{\"id\":\"\\u0000\",\"url\":\"http://[\",\"data\":\"=\"}", $"{new string('[', 200)}{new string(']', 200)}",
    ];

    /// <summary>Bodies that are no JSON object, or not quite, or say that they are something else.</summary>
    public static IEnumerable<HttpContent> Bodies()
    {
        foreach (var text in new[] { "", " ", "null", "true", "1e400", "\"\\ud800\"", "[]", "[null]", "{}", "{\"\":null}", "{", "{{{", "{\"a\":", "[1,2", "nul", "{\"a\":1,\"a\":2}", "{a:1}", "{\"a\":01}", "{} {}", "\ufeff{}", "/* */{}", "<?xml version=\"1.0\"?><a/>" })
        {
            yield return Raw(Encoding.UTF8.GetBytes(text), "application/json");
        }

        yield return Raw([0xff, 0xfe, 0x7b, 0x00], "application/json");
        yield return Raw([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d], "application/json");
        yield return Raw([.. "{\"messages\":[{\"kind\":\"text\",\"message\":{\"text\":\""u8, 0xff, .. "\"}}]}"u8], "application/json");
        yield return Raw([0x00], "application/json");
        yield return Raw(Encoding.Unicode.GetBytes("{}"), "application/json; charset=utf-16");
        foreach (var type in new[] { "application/json; charset=nothing", "text/plain", "application/x-www-form-urlencoded", "a/b;c", "application/problem+json", "multipart/form-data", "multipart/mixed; boundary=b" })
        {
            yield return Raw("{}"u8, type);
        }

        var compressed = Raw([0x1f, 0x8b, 0x08], "application/json");
        compressed.Headers.ContentEncoding.Add("gzip");
        yield return compressed;
    }

    /// <summary>Forms that break off, or whose parts are not what they should be.</summary>
    public static IEnumerable<HttpContent> Forms()
    {
        const string File = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx\r\n";
        string[] texts =
        [
            "", "--b", "--b--", "--b\r\n", "--b\r\n\r\n", "--b\r\nnonsense\r\n\r\nx\r\n--b--", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Disposition: attachment; name=\"file\"\r\n\r\nx\r\n--b--", "--b\r\nContent-Disposition: form-data; name=\"\0\"\r\n\r\nx\r\n--b--", File, File + "--b", File + File + "--b--",
            File.Replace("\r\n\r\n", "\r\nContent-Type: \0/\0\r\n\r\n", StringComparison.Ordinal) + "--b--", File.Replace("\"f\"", "\"../\0\ud83d\ude00\"", StringComparison.Ordinal) + "--b--",
            File.Replace("filename=\"f\"", "filename*=utf-8''%ff%00%", StringComparison.Ordinal) + "--b--",
            $"--b\r\nX: {new string('x', 20_000)}\r\n\r\nx\r\n--b--", $"--b\r\n{string.Concat(Enumerable.Range(0, 50).Select(i => $"X{i}: x\r\n"))}\r\nx\r\n--b--",
        ];
        var fields = new[] { "request", "caption", "waveform", "durationSeconds", "media" }
            .SelectMany(name => Values.Select(value => $"--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n{File}--b--"));
        foreach (var text in texts.Concat(fields))
        {
            yield return Raw(Encoding.UTF8.GetBytes(text), "multipart/form-data; boundary=b");
        }

        foreach (var type in new[] { "multipart/form-data", "multipart/form-data; boundary=", $"multipart/form-data; boundary={new string('b', 71)}", "multipart/form-data; boundary=\"\0\"" })
        {
            yield return Raw(Encoding.UTF8.GetBytes(File + "--b--"), type);
        }
    }

    /// <summary>What may stand in an address, written so that it arrives as it is.</summary>
    public static IReadOnlyList<string> Segments { get; } =
    [
        "%00", "a%00b", "%FF%FE", "%C3%28", "%F0%9F%98%80", "%20", "-1", "0", "1", "99999999999999999999999999", "1e9", "NaN", "null", "..%2F..%2Fetc", "%5C", "%25", "%0D%0AX:1", "'%3B--", "%7B0%7D",
        "15550001", "1@g.us", "1@newsletter", "@", "%ED%A0%80", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "9223372036854775807", "-9223372036854775808", new string('x', 1000), new string('9', 300),
    ];

    /// <summary>An example with one of its values replaced, at every depth.</summary>
    public static IEnumerable<string> Variants(JsonNode example)
    {
        foreach (var path in Leaves(example).Select(leaf => leaf.GetPath()).ToArray())
        {
            var mark = Guid.NewGuid().ToString("N");
            var copy = example.DeepClone();
            Leaves(copy).First(leaf => leaf.GetPath() == path).ReplaceWith(mark);
            var text = copy.ToJsonString();
            foreach (var value in Values)
            {
                yield return text.Replace($"\"{mark}\"", value, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Some bytes of a text changed, taken out or put in.</summary>
    public static byte[] Mutated(string text, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.Insert(at, (byte)"{}[]\",:\\0-"[random.Next(10)]);
                    break;
            }
        }

        return [.. bytes];
    }

    public static ByteArrayContent Raw(ReadOnlySpan<byte> bytes, string type)
    {
        var content = new ByteArrayContent(bytes.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => field.Value is null ? [] : Leaves(field.Value).Append(field.Value)).Distinct(),
        JsonArray items => items.SelectMany(item => item is null ? [] : Leaves(item).Append(item)).Distinct(),
        _ => [],
    };
}
