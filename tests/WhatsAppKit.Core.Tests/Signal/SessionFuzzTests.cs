using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

public sealed class SessionFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_delivered_message_opens_exactly_once_whatever_is_lost_repeated_or_reordered(int seed)
    {
        var random = new Random(seed);
        Mailbox[] boxes = [new(new SignalParty()), new(new SignalParty())];
        boxes[0].Party.Start(boxes[1].Party.Bundle(1));
        uint nextPreKey = 2;
        var sent = 0;
        while (sent < 3000)
        {
            var side = random.Next(2);
            var (box, peer) = (boxes[side], boxes[1 - side]);
            var context = $"seed {seed}, after {sent} messages";
            switch (random.Next(1000))
            {
                case < 480 when box.Party.Record.HasSession:
                    var text = $"message {sent++}";
                    peer.InTransit.Add((box.Party.Encrypt(text), text));
                    break;
                case < 880 when box.InTransit.Count > 0:
                    // Mostly in order; now and then any of those on their way.
                    box.Open(random.Next(3) == 0 ? random.Next(box.InTransit.Count) : 0, context);
                    break;
                case < 920 when box.InTransit.Count > 0:
                    box.InTransit.RemoveAt(random.Next(box.InTransit.Count));
                    break;
                case < 998 when box.Opened.Count > 0:
                    box.Repeat(random.Next(box.Opened.Count), context);
                    break;
                case 999:
                    box.Party.Start(peer.Party.Bundle(nextPreKey++));
                    break;
            }
        }

        Assert.True(boxes.Sum(box => box.Opened.Count) > 2000, $"seed {seed}: {boxes.Sum(box => box.Opened.Count)} opened");
    }

    [Fact]
    public void A_mutated_message_is_refused_in_the_declared_way_and_changes_nothing()
    {
        const int seed = 77;
        var random = new Random(seed);
        SignalParty alice = new(), bob = new();
        alice.Start(bob.Bundle(1));
        var first = alice.Encrypt("first");
        var preKey = bob.PreKeys[1];
        using var empty = new SessionRecord();
        var emptyBytes = empty.Serialize();
        bob.Decrypt(first);
        alice.Decrypt(bob.Encrypt("hi"));
        alice.Encrypt("skipped");
        var next = alice.Encrypt("next");
        using var record = bob.Record;
        for (var i = 0; i < 100_000; i++)
        {
            var outcome = Attempt(() => SessionCipher.Decrypt(record, bob.Local, Mutation.Of(next.Bytes, random)));
            Assert.True(outcome is not null, $"seed {seed}, round {i}: opened");
            if (i % 4 == 0)
            {
                // The envelope's ids are not under the MAC, so a few changes there still open.
                using var fresh = new SessionRecord();
                outcome = Attempt(() => SessionCipher.DecryptPreKey(
                    fresh, bob.Local, PreKeyMessage.Parse(Mutation.Of(first.Bytes, random)), bob.SignedPreKey, preKey));
                Assert.True(outcome is null || emptyBytes.AsSpan().SequenceEqual(fresh.Serialize()), $"seed {seed}, round {i}: changed");
            }

            if (i % 4 == 1)
            {
                outcome = Attempt(() => SessionCipher.DecryptPreKey(
                    record, bob.Local, PreKeyMessage.Parse(Mutation.Of(first.Bytes, random)), bob.SignedPreKey, preKey));
                Assert.True(outcome is not null, $"seed {seed}, round {i}: opened again");
            }

            if (i % 100 == 0)
            {
                Assert.True(bob.Stored.AsSpan().SequenceEqual(record.Serialize()), $"seed {seed}, round {i}: changed");
            }
        }

        Assert.Equal(bob.Stored, record.Serialize());
        Assert.Equal("next", bob.Decrypt(next));

        static SignalError? Attempt(Action action)
        {
            try
            {
                action();
                return null;
            }
            catch (SignalException e)
            {
                return e.Error;
            }
        }
    }
}
