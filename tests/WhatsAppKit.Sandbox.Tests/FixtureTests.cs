namespace WhatsAppKit.Sandbox.Tests;

/// <summary>A fixture in one line.</summary>
public sealed class WhatsAppFixture : SandboxFixture, IAsyncLifetime;

public sealed class FixtureTests(WhatsAppFixture whatsapp) : IClassFixture<WhatsAppFixture>
{
    [Fact]
    public async Task Phones_of_a_shared_sandbox_have_numbers_of_their_own()
    {
        var one = await whatsapp.AddPhoneAsync();
        var two = await whatsapp.AddPhoneAsync();
        await one.SendTextAsync(two.Number, "hello");

        await two.ShouldReceiveTextAsync("hello");
        Assert.NotEqual(one.Number, two.Number);
        whatsapp.ShouldHaveNoFindings();
    }

    [Fact]
    public async Task A_fixture_that_was_not_initialized_says_so()
    {
        await using var fixture = new WhatsAppFixture();
        Assert.Throws<InvalidOperationException>(() => fixture.Sandbox);
    }
}
