using System.Text.Json;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.AppState;

public sealed class LtHashTests
{
    public static TheoryData<int, string> Cases => [.. AppStateVectors.All.GetProperty("ltHash").GetProperty("cases").EnumerateArray()
        .Select((vector, i) => new TheoryDataRow<int, string>(i, vector.Text("note")))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Adding_and_subtracting_gives_what_the_reference_gives(int at, string note)
    {
        var vector = AppStateVectors.All.GetProperty("ltHash").GetProperty("cases")[at];
        var sum = vector.Hex("baseHex");

        foreach (var mac in Items(vector, "subtractHex"))
        {
            LtHash.Subtract(sum, mac);
        }

        foreach (var mac in Items(vector, "addHex"))
        {
            LtHash.Add(sum, mac);
        }

        Assert.True(Convert.ToHexStringLower(sum) == vector.Text("resultHex"), note);
    }

    [Fact]
    public void The_order_does_not_matter_and_what_was_added_can_be_taken_away()
    {
        var macs = Enumerable.Range(1, 20).Select(i => Enumerable.Repeat((byte)(i * 13), 32).ToArray()).ToArray();
        var forwards = new byte[LtHash.Length];
        var backwards = new byte[LtHash.Length];
        Array.ForEach(macs, mac => LtHash.Add(forwards, mac));
        Array.ForEach(macs.Reverse().ToArray(), mac => LtHash.Add(backwards, mac));
        Assert.Equal(forwards, backwards);

        Array.ForEach(macs, mac => LtHash.Subtract(forwards, mac));

        Assert.Equal(new byte[LtHash.Length], forwards);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var sum = new byte[LtHash.Length];
        var mac = new byte[32];
        LtHash.Add(sum, mac);
        LtHash.Subtract(sum, mac);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            LtHash.Add(sum, mac);
            LtHash.Subtract(sum, mac);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IEnumerable<byte[]> Items(JsonElement vector, string property) =>
        vector.GetProperty(property).EnumerateArray().Select(item => Convert.FromHexString(item.GetString()!));
}
