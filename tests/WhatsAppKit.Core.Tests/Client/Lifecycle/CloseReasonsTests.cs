using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Tests.Lifecycle;

/// <summary>What the server says before it closes, against what the references do about it.</summary>
public sealed class CloseReasonsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("400", ConnectionState.Failed, "server-400")]
    [InlineData("401", ConnectionState.LoggedOut, "server-401")]
    [InlineData("402", ConnectionState.Banned, "server-402")]
    [InlineData("403", ConnectionState.LoggedOut, "server-403")]
    [InlineData("405", ConnectionState.ClientOutdated, "server-405")]
    [InlineData("406", ConnectionState.LoggedOut, "server-406")]
    [InlineData("409", ConnectionState.Failed, "server-409")]
    [InlineData("413", ConnectionState.Failed, "server-413")]
    [InlineData("414", ConnectionState.Failed, "server-414")]
    [InlineData("415", ConnectionState.Failed, "server-415")]
    [InlineData("418", ConnectionState.Failed, "server-418")]
    [InlineData("500", ConnectionState.Reconnecting, "server-500")]
    [InlineData("501", ConnectionState.Reconnecting, "server-501")]
    [InlineData("503", ConnectionState.Reconnecting, "server-503")]
    [InlineData(null, ConnectionState.Reconnecting, "server-500")]
    [InlineData("777", ConnectionState.Failed, "server-777")]
    [InlineData("other", ConnectionState.Failed, "server-unknown")]
    [InlineData("-401", ConnectionState.Failed, "server-unknown")]
    [InlineData("99999999999999999999", ConnectionState.Failed, "server-unknown")]
    [InlineData("402 code=101", ConnectionState.Failed, "server-unknown")]
    public void A_refused_login(string? code, ConnectionState next, string reason)
    {
        var end = CloseReasons.OfFailure(new BinaryNode("failure", code is null ? [("location", "x")] : [("reason", code)]), Now);

        Assert.Equal((next, reason, null), (end.Next, end.Reason, end.RetryAt));
        Assert.Equal(next == ConnectionState.LoggedOut, end.DropCredentials);
        Assert.False(end.Immediately);
    }

    [Theory]
    [InlineData("101", "3600", "ban-too-many-strangers", 3600)]
    [InlineData("102", "60", "ban-blocked-by-many", 60)]
    [InlineData("103", "1", "ban-too-many-groups", 1)]
    [InlineData("104", null, "ban-same-text-to-many", null)]
    [InlineData("106", "0", "ban-broadcast-lists", null)]
    [InlineData("999", "-5", "server-402", null)]
    [InlineData(null, "99999999999999999", "server-402", null)]
    public void A_temporary_ban_tells_its_cause_and_its_end(string? code, string? expire, string reason, int? seconds)
    {
        var end = CloseReasons.OfFailure(Node("failure", ("reason", "402"), ("code", code), ("expire", expire)), Now);

        Assert.Equal((ConnectionState.Banned, reason), (end.Next, end.Reason));
        Assert.Equal(seconds is { } s ? Now.AddSeconds(s) : null, end.RetryAt);
        Assert.False(end.DropCredentials);
    }

    [Theory]
    [InlineData("515", null, null, ConnectionState.Reconnecting, "restart-required")]
    [InlineData("516", null, null, ConnectionState.LoggedOut, "forced-logout")]
    [InlineData("401", "conflict", "device_removed", ConnectionState.LoggedOut, "device-removed")]
    [InlineData(null, "conflict", "device_removed", ConnectionState.LoggedOut, "device-removed")]
    [InlineData(null, "conflict", "replaced", ConnectionState.Replaced, "replaced")]
    [InlineData("503", "conflict", "replaced", ConnectionState.Replaced, "replaced")]
    [InlineData(null, "conflict", "another", ConnectionState.Reconnecting, "stream-error-unknown")]
    [InlineData("401", null, null, ConnectionState.Reconnecting, "server-401")]
    [InlineData("503", null, null, ConnectionState.Reconnecting, "server-503")]
    [InlineData("500", null, null, ConnectionState.Reconnecting, "server-500")]
    [InlineData("599", null, null, ConnectionState.Reconnecting, "server-599")]
    [InlineData("440", null, null, ConnectionState.Reconnecting, "server-440")]
    [InlineData(null, "ack", null, ConnectionState.Reconnecting, "stream-error-ack")]
    [InlineData(null, "xml-not-well-formed", null, ConnectionState.Reconnecting, "stream-error-xml-not-well-formed")]
    [InlineData(null, "surprise", null, ConnectionState.Reconnecting, "stream-error-unknown")]
    [InlineData("surprise", null, null, ConnectionState.Reconnecting, "stream-error-unknown")]
    [InlineData(null, null, null, ConnectionState.Reconnecting, "stream-error-unknown")]
    public void An_error_of_the_stream(string? code, string? child, string? type, ConnectionState next, string reason)
    {
        var error = Node("stream:error", ("code", code));
        var end = CloseReasons.OfStreamError(child is null ? error : new BinaryNode(error.Tag, [.. error.Attributes], Node(child, ("type", type))));

        Assert.Equal((next, reason), (end.Next, end.Reason));
        Assert.Equal(next == ConnectionState.LoggedOut, end.DropCredentials);
        Assert.Equal(code == "515", end.Immediately);
    }

    [Fact]
    public void Every_end_is_a_state_that_an_attempt_may_enter()
    {
        foreach (var row in CloseReasons.All)
        {
            ConnectionState[] during = row.End.Next == ConnectionState.ForceDisconnected
                ? [ConnectionState.Connecting, ConnectionState.AwaitingScan]
                : [ConnectionState.Connecting, ConnectionState.AwaitingScan, ConnectionState.Connected];
            Assert.All(during, state => Assert.True(ConnectionTransitions.Allows(state, row.End.Next), $"{state}: {row}"));
        }
    }

    private static BinaryNode Node(string tag, params (string Name, string? Value)[] attributes)
    {
        NodeAttribute[] present = [.. from each in attributes where each.Value is not null select (NodeAttribute)(each.Name, each.Value)];
        return new BinaryNode(tag, present);
    }
}
