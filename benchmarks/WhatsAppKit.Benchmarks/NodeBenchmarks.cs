using System.Text.Json;
using BenchmarkDotNet.Attributes;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Transport;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Benchmarks;

/// <summary>Reading and writing whole stanzas. The yardstick is the framework's JSON parser over the same stanza.</summary>
[MemoryDiagnoser]
public class NodeBenchmarks
{
    private byte[] _json = [];
    private byte[] _frame = [];
    private BinaryNode _node = null!;

    [Params("iq", "msg1", "fan20", "usync500", "group1000")]
    public string Stanza { get; set; } = "";

    [GlobalSetup]
    public void Load()
    {
        _json = JsonSerializer.SerializeToUtf8Bytes(Vectors.Json("stanzas/stanzas.json").GetProperty(Stanza));
        _frame = Vectors.Bytes($"stanzas/{Stanza}.bin");
        _node = BinaryNodeReader.Read(_frame);
    }

    [Benchmark(Baseline = true)]
    public int ParseJson()
    {
        using var document = JsonDocument.Parse(_json);
        return (int)document.RootElement.ValueKind;
    }

    [Benchmark]
    public object Decode() => BinaryNodeReader.Read(_frame);

    [Benchmark]
    public int Encode()
    {
        using var buffer = new PooledWriter();
        BinaryNodeWriter.Write(_node, buffer);
        return buffer.WrittenMemory.Length;
    }
}
