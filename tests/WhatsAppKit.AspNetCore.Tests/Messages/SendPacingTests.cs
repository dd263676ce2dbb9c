using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Queue;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

/// <summary>Where nothing is configured messages are slowed down, and no request can change that.</summary>
public class SendPacingTests(GatewayFixture gateway)
{
    private readonly SendPacing _pacing = new(Options.Create(new WhatsAppGatewayOptions()), new FakeTimeProvider());

    [Fact]
    public void An_instance_sends_forty_at_once_and_twenty_a_second_from_then_on()
    {
        var waits = Enumerable.Range(0, 60).Select(i => _pacing.Take("instance", $"chat {i}")).ToArray();

        Assert.All(waits[..40], wait => Assert.Equal(TimeSpan.Zero, wait));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => TimeSpan.FromMilliseconds(50 * i)), waits[40..]);
        Assert.Equal(TimeSpan.Zero, _pacing.Take("another instance", "chat 0"));
    }

    [Fact]
    public void A_chat_takes_one_in_six_seconds_after_forty_five()
    {
        var waits = Enumerable.Range(0, 46).Select(_ => _pacing.Take("instance", "chat")).ToArray();
        Assert.Equal(TimeSpan.FromSeconds(6), waits[^1]);
    }

    [Fact]
    public void No_request_has_a_field_for_what_slows_messages_down()
    {
        string[] settings =
        [
            nameof(SendingOptions.MessagesPerSecond), nameof(SendingOptions.Burst), nameof(SendingOptions.ChatInterval), nameof(SendingOptions.ChatBurst),
            nameof(SendingOptions.NewChatsPerDay), nameof(SendingOptions.MaxConcurrent),
        ];
        var bodies = ServedEndpoint.Of(gateway.Host).Select(endpoint => endpoint.Body).OfType<Type>().Distinct().ToArray();
        Assert.True(bodies.Length > 50, $"{bodies.Length}");
        Assert.DoesNotContain(bodies.SelectMany(body => body.GetProperties()), field => settings.Contains(field.Name, StringComparer.OrdinalIgnoreCase));
    }
}
